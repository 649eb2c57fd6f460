// What a governed call over HTTP costs beside others that are not: see USAGE.
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runCommand } from '../command.ts';
import { machineOf } from '../machine.ts';
import { postgresOf } from '../postgres.ts';
import { table } from '../print.ts';
import { httpLines, httpTargets } from './report.ts';
import { runHttpSides } from './rounds.ts';
import { SIDE_SAYS, SIDES } from './sides.ts';

const USAGE = `usage: npm run bench:http [-- options]
  How many calls a second Inventory answers over HTTP with everything on, beside others on the same machine, database and items:
${SIDES.map((side) => `    ${side.padEnd(17)} ${SIDE_SAYS[side]}`).join('\n')}
  The Toolbox (300 MB, which can take minutes) and the SDK’s first release are installed below .supercargo/bench the first time.
  --side <name>    only this side beside ours; may be given again for another
  --seconds <s>    how long each round lasts (default 5); there are nine of each
  --markdown       tables to be pasted into a document
  --json           one JSON object at the end instead of tables
  Progress goes to standard error. Exits 1 where a target is missed.`;

const Options = z.strictObject({
  side: z.array(z.enum(SIDES)).default([...SIDES]),
  seconds: z.coerce.number().positive().max(600).default(5),
  ...{ markdown: z.boolean().default(false), json: z.boolean().default(false), help: z.boolean().default(false) },
});
type Options = z.infer<typeof Options>;

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ side: { type: 'string', multiple: true }, seconds: { type: 'string' } },
        ...{ markdown: flag, json: flag, help: flag },
      },
      strict: true,
    });
    return Options.parse(values);
  } catch {
    return undefined;
  }
}

async function run({ side, seconds, markdown, json }: Options): Promise<number> {
  const machine = { ...machineOf(), ...(await postgresOf()) };
  const names = SIDES.filter((name) => name === 'ours' || side.includes(name));
  const figures = await runHttpSides(names, seconds, (line) => {
    console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
  });
  const targets = httpTargets(figures);
  if (json) console.log(JSON.stringify({ machine, http: figures, targets }));
  else {
    const facts = Object.entries(machine).map(([name, value]) => [name, String(value)]);
    console.log([...table(['machine', ''], facts, markdown), '', ...httpLines(figures, targets, markdown)].join('\n'));
  }
  return targets.every(({ met }) => met) ? 0 : 1;
}

await runCommand(USAGE, readOptions(process.argv.slice(2)), run);
