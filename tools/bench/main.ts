// What calls, lists and releases cost on this machine, part by part in one run: see USAGE.
import { callLines } from './calls/report.ts';
import { runCalls } from './calls/run.ts';
import { runCommand } from './command.ts';
import { readLines, summaryOf } from './lists/report.ts';
import { runLists } from './lists/run.ts';
import { machineOf } from './machine.ts';
import { readOptions, USAGE, type Options } from './options.ts';
import { postgresOf } from './postgres.ts';
import { table } from './print.ts';
import { releaseLines, runReleases } from './releases/run.ts';

const SECONDS = { calls: 10, lists: 0.5 };

/** What one part came to: as lines and as a value, and whether all of it is as it should be. */
type Outcome = { readonly lines: readonly string[]; readonly value: object; readonly met: boolean };

const say = (line: string): void => {
  console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
};

/** The parts that were asked for, one after the other. */
async function* outcomes({ part, server, rows, releases, seconds, keep, markdown }: Options): AsyncGenerator<Outcome> {
  if (part.includes('calls')) {
    const { calls, targets } = await runCalls(server, seconds ?? SECONDS.calls, say);
    const met = targets.every((target) => target.met);
    yield { lines: callLines(calls, targets, markdown), value: { calls, targets }, met };
  }
  for (const each of part.includes('lists') ? server : []) {
    const of = await runLists(each, { rows, keep, seconds: seconds ?? SECONDS.lists }, say);
    const met = of.reads.every(({ missed }) => missed.length === 0);
    yield { lines: readLines(of, markdown), value: { [each]: summaryOf(of) }, met };
  }
  if (part.includes('releases')) {
    const of = await runReleases(releases, say);
    yield { lines: releaseLines(of, markdown), value: { releases: of }, met: true };
  }
}

async function run(options: Options): Promise<number> {
  const facts = { ...machineOf(), ...(await postgresOf()) };
  const print = (lines: readonly string[]): void => {
    if (!options.json) console.log([...lines, ''].join('\n'));
  };
  print(
    table(
      ['machine', ''],
      Object.entries(facts).map(([name, value]) => [name, String(value)]),
      options.markdown,
    ),
  );
  const values: object[] = [];
  let met = true;
  for await (const outcome of outcomes(options)) {
    print(outcome.lines);
    values.push(outcome.value);
    met &&= outcome.met;
  }
  if (options.json) console.log(JSON.stringify(Object.assign({ machine: facts }, ...values)));
  return met ? 0 : 1;
}

await runCommand(USAGE, readOptions(process.argv.slice(2)), run);
