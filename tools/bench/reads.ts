// Measures every read of Inventory in a small and in a large database, side by side in one run, and looks at the plans: see USAGE.
import { parseArgs } from 'node:util';
import { stopDatabase, withClient } from '@supercargo/cluster';
import {
  callTool,
  makeRuntime,
  readResource,
  type Principal,
  type Runtime,
  type ServerDefinition,
} from '@supercargo/mcp-kit';
import * as z from 'zod';
import { serverDefinition } from '../servers.ts';
import { PERSON } from './company.ts';
import { machineOf } from './machine.ts';
import { explaining, wholeReads, type Plan } from './reads/plans.ts';
import { linesOf, measuredOf, type Measured, type ReadsReport } from './reads/report.ts';
import { casesOf, type ReadCase } from './reads/read-cases.ts';
import { benchHome, dropOlder, openLoaded, type Loaded } from './reads/stock-load.ts';

const USAGE = `usage: npm run bench:reads -- [--small 10000] [--large 1000000] [--seconds 1] [--json]
  Each read tool and resource of Inventory, called through all call steps, in two databases of 100 companies each.
  --small, --large  stock rows of the two databases; loaded once for each state of the sources
  --seconds         how long each read is asked for in each round, in each database; there are five rounds
  --json            one JSON object instead of a table
  Exits 1 where a keyed read takes 1.5 times as long in the large one, or a read goes through a whole table.`;

const ROUNDS = 5;
const WARM_UP_CALLS = 20;
const Options = z.strictObject({
  small: z.coerce.number().int().min(400).max(100_000_000).default(10_000),
  large: z.coerce.number().int().min(400).max(100_000_000).default(1_000_000),
  seconds: z.coerce.number().positive().max(60).default(1),
  json: z.boolean().default(false),
  help: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

function readOptions(): Options | undefined {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({
      options: { small: text, large: text, seconds: text, json: flag, help: flag },
      strict: true,
    });
    return Options.parse(values);
  } catch {
    return undefined;
  }
}

/** One database with a server in this process, and a place in the row of its companies. */
type Side = Loaded & { readonly runtime: Runtime; readonly explained: Runtime; readonly plans: Plan[] };

function sideOf(definition: ServerDefinition, loaded: Loaded): Side {
  const outside = {
    auditKey: 'the key of the benchmark',
    rateLimit: { calls: Number.MAX_SAFE_INTEGER, seconds: 10 },
    onFault: (fault: unknown) => {
      throw fault;
    },
  };
  const plans: Plan[] = [];
  const door = explaining(loaded.door, [`${definition.name}_`, 'approval_request'], (plan) => plans.push(plan));
  return {
    ...loaded,
    plans,
    runtime: makeRuntime(definition, { ...outside, door: loaded.door }),
    explained: makeRuntime(definition, { ...outside, door }),
  };
}

async function read(runtime: Runtime, { tenants, items }: Loaded, each: ReadCase, nth: number): Promise<void> {
  const tenant = tenants[nth % tenants.length];
  if (tenant === undefined) throw new Error('there is no tenant');
  const principal: Principal = { tenant, person: PERSON, via: 'local', agent: 'benchmark', client: null };
  const ask = each.ask(nth, items);
  if (ask.kind === 'resource') {
    await readResource(runtime, principal, ask.uri);
    return;
  }
  const call = { name: ask.name, received: ask.input, canElicit: false, resumed: undefined };
  const outcome = await callTool(runtime, principal, call);
  if (outcome.kind !== 'answered') throw new Error(`${each.name} was answered ${JSON.stringify(outcome)}`);
}

async function plansOf(side: Side, each: ReadCase): Promise<readonly Plan[]> {
  side.plans.length = 0;
  await read(side.explained, side, each, 1);
  return [...side.plans];
}

/** Small and large take turns, so that what the machine does meanwhile meets both. */
async function measure(
  sides: readonly [Side, Side],
  cases: readonly ReadCase[],
  seconds: number,
): Promise<readonly Measured[]> {
  const took = new Map(cases.map((each) => [each.name, sides.map((): number[] => [])]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const each of cases) {
      for (const [at, side] of sides.entries()) {
        const end = performance.now() + seconds * 1000;
        for (let nth = 0; round === 0 ? nth < WARM_UP_CALLS : nth === 0 || performance.now() < end; nth += 1) {
          const startedAt = performance.now();
          await read(side.runtime, side, each, round * 1_000_003 + nth);
          if (round > 0) took.get(each.name)?.[at]?.push(performance.now() - startedAt);
        }
      }
    }
  }
  const [small, large] = sides;
  const measured: Measured[] = [];
  for (const each of cases) {
    const [smallMs = [], largeMs = []] = took.get(each.name) ?? [];
    const plans = { small: await plansOf(small, each), large: await plansOf(large, each) };
    measured.push(measuredOf(each, smallMs, largeMs, plans));
  }
  return measured;
}

async function pagesOf({ admin }: Loaded): Promise<ReadonlyMap<string, number>> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ name: string; pages: number }>(
      "select relname as name, relpages as pages from pg_class where relnamespace in ('inventory'::regnamespace, 'approval'::regnamespace) and relkind = 'r'",
    );
    return new Map(rows.map(({ name, pages }) => [name, pages]));
  });
}

async function run(options: Options): Promise<number> {
  const definition = await serverDefinition('inventory');
  const { cases, missing } = casesOf(definition);
  if (missing.length > 0) {
    throw new Error(`no case reads ${missing.join(', ')}: add one to tools/bench/reads/read-cases.ts`);
  }
  const home = benchHome();
  const say = (line: string): void => console.error(line);
  try {
    await dropOlder(home, [options.small, options.large]);
    const small = sideOf(definition, await openLoaded(home, options.small, say));
    const large = sideOf(definition, await openLoaded(home, options.large, say));
    try {
      const reads = await measure([small, large], cases, options.seconds);
      const [smallPages, largePages] = [await pagesOf(small), await pagesOf(large)];
      const whole = reads.flatMap(({ name, plans }) =>
        [...wholeReads(plans.small, smallPages), ...wholeReads(plans.large, largePages)].map(
          (said) => `${name}: ${said}`,
        ),
      );
      const report: ReadsReport = {
        machine: machineOf(),
        stockRows: [small.stockRows, large.stockRows],
        companies: large.tenants.length,
        ...{ rounds: ROUNDS, seconds: options.seconds, reads, wholeReads: [...new Set(whole)] },
      };
      console.log(options.json ? JSON.stringify(report) : linesOf(report).join('\n'));
      return report.wholeReads.length === 0 && reads.every(({ met }) => met) ? 0 : 1;
    } finally {
      await Promise.all([small.door.close(), large.door.close()]);
    }
  } finally {
    await stopDatabase(home);
  }
}

const options = readOptions();
if (options === undefined || options.help) {
  console.log(USAGE);
  process.exitCode = options === undefined ? 2 : 0;
} else {
  process.exitCode = await run(options);
}
