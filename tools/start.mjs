// The way in: makes this checkout runnable on any machine with git, Node ≥ 20 and npm, then runs what was asked under
// the pinned Node. Only what Node itself offers is imported, because no package may be installed yet.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { withLock } from './prepare/lock.mjs';
import { installPackages, packagesAreCurrent } from './prepare/packages.mjs';
import { pinnedNode } from './prepare/pinned-node.mjs';
import { generatePrismaClient, prismaClientIsCurrent } from './prepare/prisma-client.mjs';

const usage = `usage: node tools/start.mjs <command>
  setup              install packages and generate the database client, nothing else
  test               every check, then every test (npm test)
  check              every check, no tests (npm run check)
  <file.ts> [args]   run that file of this checkout
  <command> [args]   any other command goes to supercargo: up, down, status, tour, --help …`;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const say = (text) => process.stderr.write(`${text}\n`);

async function prepare() {
  const ready = () => packagesAreCurrent(root) && prismaClientIsCurrent(root);
  if (ready()) return pinnedNode(root);
  await withLock(join(root, '.supercargo', 'prepare.lock'), say, async () => {
    if (!packagesAreCurrent(root)) await installPackages(root, say);
    if (!prismaClientIsCurrent(root)) await generatePrismaClient(root, pinnedNode(root), say);
  });
  return pinnedNode(root);
}

/** @param {string} command @param {string[]} args @returns {string[]} the file to run and its arguments */
function toRun(command, args) {
  if (command === 'test') return ['tools/check/main.ts', '--tests', ...args];
  if (command === 'check') return ['tools/check/main.ts', ...args];
  if (command.endsWith('.ts')) return [command, ...args];
  return ['apps/cli/src/main.ts', command, ...args];
}

/** @param {string} node @param {string[]} fileAndArgs */
function run(node, [file, ...args]) {
  const path = join(root, file);
  if (!existsSync(path)) throw new Error(`${file} does not exist in this checkout`);
  const bin = join(root, 'node_modules', '.bin');
  const separator = process.platform === 'win32' ? ';' : ':';
  const env = {
    ...process.env,
    PATH: `${bin}${separator}${process.env.PATH ?? ''}`,
    // What was compiled once is kept: a server that a command or a test starts is there in half the time.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'compiled'),
  };
  const child = spawn(node, [path, ...args], { cwd: root, env, stdio: 'inherit' });
  // A terminal sends its interrupt to the whole group, so the child has it already; passing it on would count as a second.
  const interrupt = () => process.stdin.isTTY || child.kill('SIGINT');
  process.on('SIGINT', interrupt);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

const [command, ...args] = process.argv.slice(2);
if (command === undefined) {
  say(usage);
  process.exitCode = 2;
} else {
  try {
    const node = await prepare();
    process.exitCode = command === 'setup' ? 0 : await run(node, toRun(command, args));
  } catch (error) {
    say(`supercargo: ${error.message}`);
    process.exitCode = 1;
  }
}
