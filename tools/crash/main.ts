// Kills what can die at each step of every story, and counts what is left: see USAGE.
import { randomInt } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { goOnCommand, readOptions, USAGE, type Options } from './options.ts';
import { newProgress, readProgress, writeProgress, type Progress } from './progress.ts';
import { plotsOf } from './plots/all.ts';
import { run, type Round } from './run.ts';
import { takeFolder } from './one-runner.ts';
import { openWorld } from './world.ts';

const folder = join(checkoutOf(), '.supercargo', 'crash');
const seedMax = 1_000_000;
const quietMsMax = 20_000;

function lastSeed(): number | undefined {
  try {
    const seeds = readdirSync(folder).flatMap((name) => {
      const seed = /^(\d+)\.json$/.exec(name)?.[1];
      return seed === undefined ? [] : [{ seed: Number(seed), at: statSync(join(folder, name)).mtimeMs }];
    });
    return seeds.toSorted((a, b) => b.at - a.at)[0]?.seed;
  } catch {
    return undefined;
  }
}

/** Where nobody watches a terminal, a line every so often is enough. */
function sayingRounds(): (round: Round, progress: Progress, cases: number) => void {
  let saidAt = performance.now();
  return (round, progress, cases) => {
    sayFailures(round, progress);
    const line = lineOf(progress, cases);
    if (process.stdout.isTTY) process.stdout.write(`\r${line}  `);
    else if (performance.now() - saidAt >= quietMsMax) {
      saidAt = performance.now();
      console.log(`${line} (${round.plot}/${round.scenario})`);
    }
  };
}

function lineOf(progress: Progress, cases: number): string {
  const done = Object.values(progress.played).reduce((sum, count) => sum + count, 0);
  return `${done}/${cases} kills survived or counted, ${progress.failures.length} failures, ${progress.seconds.toFixed(0)} s`;
}

function sayFailures({ failures }: Round, progress: Progress): void {
  for (const { steps, repetition, problems } of failures) {
    console.log(
      `FAIL seed ${progress.seed} repetition ${repetition} ${steps.join(' ')}\n     ${problems.join('\n     ')}`,
    );
  }
}

async function runAll(
  options: Options,
  seed: number,
  stop: AbortSignal,
): Promise<Progress & { readonly steps: number }> {
  const letGo = takeFolder(folder);
  const path = join(folder, `${seed}.json`);
  let progress = (options.resume ? readProgress(path, seed) : undefined) ?? newProgress(seed);
  const say = sayingRounds();
  let steps = 0;
  const world = await openWorld(folder, 'full');
  try {
    await run(world, {
      plots: plotsOf(options.story, options.over),
      repetitions: options.repetitions,
      seed,
      only: options.step,
      played: (step) => progress.played[step] ?? 0,
      stop,
      onSteps: (plot, all) => {
        steps += all.length;
        const said = `seed ${seed}, ${plot}: ${all.length} steps, ${options.repetitions} repetitions of each`;
        if (!options.json && all.length > 0) console.log(said);
      },
      onRound: (round) => {
        const counted = Object.fromEntries(
          round.played.map(({ step }) => [step.name, (progress.played[step.name] ?? 0) + 1]),
        );
        progress = {
          ...progress,
          played: { ...progress.played, ...counted },
          failures: [
            ...progress.failures,
            ...round.failures.map((failure) => ({
              ...failure,
              steps: [...failure.steps],
              problems: [...failure.problems],
            })),
          ],
          seconds: progress.seconds + round.seconds,
        };
        writeProgress(path, progress);
        if (!options.json) say(round, progress, steps * options.repetitions);
      },
    });
  } finally {
    await world.close('keep');
    letGo();
  }
  return { ...progress, steps };
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined || options.help) {
    console.log(USAGE);
    return options === undefined ? 2 : 0;
  }
  const stop = new AbortController();
  // Not once: a signal to the whole group comes twice, from there and from the program that started this one.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const seed = options.seed ?? (options.resume ? lastSeed() : undefined) ?? randomInt(seedMax);
  const { played, failures, seconds, steps } = await runAll(options, seed, stop.signal);
  const kills = Object.values(played).reduce((sum, count) => sum + count, 0);
  const finished = !stop.signal.aborted && steps > 0;
  if (options.json) console.log(JSON.stringify({ seed, steps, kills, seconds, finished, failures }));
  else {
    console.log(`\n${steps} steps, ${kills} kills, ${failures.length} failures, ${seconds.toFixed(0)} s`);
    if (steps === 0) console.log('no step has such a name');
    if (stop.signal.aborted) console.log(`go on with: ${goOnCommand(options, seed)}`);
  }
  return finished && failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`crash: ${error instanceof Error ? error.message : String(error)}`);
  // Whatever is still open after a fault must not keep the runner alive; what it started ends with it.
  process.exit(1);
}
