// A new developer's first half hour, with a clock: see USAGE.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machineOf } from '../bench/machine.ts';
import { stepsOf, type PageStep } from './page.ts';
import { newReader, type Reader } from './reader.ts';

const USAGE = `usage: npm run try:add-a-tool [-- --json]
  Clones this repository as it is committed into a temporary folder, follows docs/add-a-tool.md of the clone word for word, beginning with
  a real install, and says how long each step took. Packages come from npm's cache or its registry. Leaves nothing behind.
  --json  one JSON object instead of lines
  Exits 1 at the first step that does not go as the page says.`;

type Tried = { readonly step: string; readonly seconds: number; readonly problem: string | undefined };

const root = join(import.meta.dirname, '..', '..');

/** What somebody's shell has who never was in this checkout: of npm's variables only where packages come from. */
function strangersVariables(): NodeJS.ProcessEnv {
  const kept =
    /^(HOME|USER|LANG|LC_\w+|TMPDIR|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|SSL_CERT_\w+|npm_config_(registry|cache|userconfig))$/i;
  const path = (process.env['PATH'] ?? '').split(':').filter((folder) => !folder.includes('node_modules'));
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name))),
    PATH: path.join(':'),
  };
}

function nameOf(step: PageStep): string {
  if (step.kind === 'edit') return `edit ${step.path}`;
  const commands = step.commands
    .trim()
    .split('\n')
    .filter((line) => /^(npm|npx|git) /.test(line));
  return commands.map((line) => `$ ${line}`).join('; ');
}

async function timed(step: string, work: () => Promise<string | undefined>): Promise<Tried> {
  const startedAt = performance.now();
  const problem = await work().catch((error: unknown) => String(error));
  return { step, seconds: Math.round(performance.now() - startedAt) / 1000, problem };
}

function clone({ checkout }: Reader): Promise<string | undefined> {
  execFileSync('git', ['clone', '--quiet', '--no-local', root, checkout], { stdio: ['ignore', 'ignore', 'inherit'] });
  return Promise.resolve(undefined);
}

/** Each step as it ends, up to the first that is not as the page says, or that was interrupted. */
async function* play(reader: Reader, interrupted: () => boolean): AsyncGenerator<Tried> {
  const cloned = await timed('$ git clone', async () => clone(reader));
  yield cloned;
  if (cloned.problem !== undefined) return;
  for (const step of stepsOf(readFileSync(join(reader.checkout, 'docs', 'add-a-tool.md'), 'utf8'))) {
    const tried = await timed(nameOf(step), () => reader.follow(step));
    yield interrupted() ? { ...tried, problem: 'interrupted' } : tried;
    if (tried.problem !== undefined || interrupted()) return;
  }
}

const secondsOf = (tried: readonly Tried[]): number =>
  Math.round(tried.reduce((sum, { seconds }) => sum + seconds, 0) * 10) / 10;

async function main(json: boolean): Promise<number> {
  const machine = machineOf();
  if (String(machine['commit']).endsWith('-dirty')) console.error('what is not committed is not in the clone');
  const reader = newReader(strangersVariables());
  let stopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopped = true));
  const tried: Tried[] = [];
  try {
    for await (const each of play(reader, () => stopped)) {
      tried.push(each);
      if (!json) console.log(`${each.seconds.toFixed(1).padStart(7)} s  ${each.step}`);
    }
  } finally {
    await reader.leave();
  }
  const problem = tried.find((each) => each.problem !== undefined)?.problem;
  const inHost = tried.findIndex(({ step }) => step.includes('supercargo tour'));
  const seen = inHost !== -1 && tried[inHost]?.problem === undefined;
  const secondsToHost = seen ? secondsOf(tried.slice(0, inHost + 1)) : null;
  const report = { machine, ok: problem === undefined, secondsToHost, seconds: secondsOf(tried) };
  if (json) console.log(JSON.stringify({ ...report, steps: tried }));
  else {
    for (const [name, value] of Object.entries(machine)) console.log(`${name}: ${value}`);
    console.log(
      `the tool in a host after ${secondsToHost ?? '—'} s; the whole page, a write as well, ${report.seconds} s`,
    );
  }
  if (problem !== undefined) console.error(problem);
  return problem === undefined ? 0 : 1;
}

function readOptions(): { readonly json: boolean; readonly help: boolean } | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { json: flag, help: flag } }).values;
  } catch {
    return undefined;
  }
}

const options = readOptions();
if (options === undefined || options.help) {
  console.log(USAGE);
  process.exitCode = options === undefined ? 2 : 0;
} else {
  process.exitCode = await main(options.json);
}
