// Compares what a governed call costs with what its walls alone cost, in one run on this machine: see USAGE.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkoutOf } from '@supercargo/cluster';
import { ITEMS, openCompanies, PERSON, type Companies } from './company.ts';
import { machineOf } from './machine.ts';
import { linesOf, targetsOf, type Comparison, type Report } from './report.ts';
import { figuresOf, medianOf, Side, type Figures } from './side.ts';
import { firstAnswers, residentAfterCalls } from './stdio.ts';

const USAGE = `usage: npm run bench [-- --seconds 10] [--json]
  --seconds  how long each round lasts; there are five of each kind
  --json     one JSON object instead of a table
  Exits 1 where a target is missed.
Others: npm run bench:reads   every read with few rows and with many, and its plans
        npm run bench:import  seconds and memory of an import; each says more with --help`;

const rounds = 5;
const warmUpSeconds = 2;
const readers = 8;
const secondsMax = 600;
const checkout = checkoutOf();

async function compare(companies: Companies, seconds: number): Promise<Comparison> {
  const bare = new Side(join(import.meta.dirname, 'bare.ts'), companies.env);
  const calls = new Side(join(checkout, 'apps', 'inventory', 'src', 'bench', 'calls.bench.ts'), companies.env);
  const read = { callers: readers, tenants: companies.tenants, person: PERSON, items: ITEMS };
  const kinds = [
    { side: bare, round: { ...read, work: 'plain' } },
    { side: bare, round: { ...read, work: 'together' } },
    { side: calls, round: { ...read, work: 'get_stock' } },
    { side: calls, round: { ...read, work: 'create_reorder', callers: 1 } },
  ] as const;
  const results: Figures[][] = kinds.map(() => []);
  for (const { side, round } of kinds) await side.play({ ...round, seconds: warmUpSeconds });
  for (let at = 0; at < rounds; at += 1) {
    for (const [kind, { side, round }] of kinds.entries()) {
      results[kind]?.push(figuresOf(await side.play({ ...round, seconds }), seconds));
    }
  }
  await Promise.all([bare.close(), calls.close()]);
  const [plain, together, getStock, createReorder] = results.map(medianOf);
  if (plain === undefined || together === undefined || getStock === undefined || createReorder === undefined) {
    throw new Error('a side gave no figures');
  }
  return { plain, together, getStock, createReorder };
}

function readOptions(): { readonly seconds: number; readonly json: boolean; readonly help: boolean } | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '10' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
      strict: true,
    });
    const seconds = Number(values.seconds);
    return seconds > 0 && seconds <= secondsMax ? { seconds, json: values.json, help: values.help } : undefined;
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined || options.help) {
    console.log(USAGE);
    return options === undefined ? 2 : 0;
  }
  const companies = await openCompanies();
  try {
    const compared = await compare(companies, options.seconds);
    const report: Report = {
      machine: machineOf(),
      postgres: companies.postgres,
      companies: companies.tenants.length,
      stockRows: companies.stockRows,
      rounds,
      seconds: options.seconds,
      ...compared,
      firstAnswerMs: await firstAnswers(companies),
      residentMiB: await residentAfterCalls(companies),
    };
    const targets = targetsOf(report);
    if (options.json) console.log(JSON.stringify({ ...report, targets }));
    else for (const text of linesOf(report, targets)) console.log(text);
    return targets.every(({ met }) => met) ? 0 : 1;
  } finally {
    await companies.close();
  }
}

process.exitCode = await main();
