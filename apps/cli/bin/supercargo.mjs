#!/usr/bin/env node
// What npx finds. The command itself runs under the Node that came with the packages, whichever Node began this.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const wantedMajor = '24';
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const main = join(root, 'apps', 'cli', 'src', 'main.ts');

function brought() {
  const modules = join(root, 'node_modules');
  const paths = [
    join(modules, '.bin', 'node'),
    join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node'),
    join(modules, `node-win-${process.arch}`, 'bin', 'node.exe'),
  ];
  return paths.find((path) => existsSync(path));
}

function runWith(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends its interrupt to the whole group, so the child has it already.
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    process.stderr.write(`supercargo: ${node} could not be started: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
  });
}

// What was compiled once is kept, for this process and those that it starts: they are there in half the time.
process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');

const node = brought();
if (process.versions.node.split('.')[0] === wantedMajor) {
  module.enableCompileCache(process.env.NODE_COMPILE_CACHE);
  await import(pathToFileURL(main).href);
} else if (node !== undefined) runWith(node);
else {
  process.stderr.write(
    `supercargo: this needs Node ${wantedMajor}, which comes with the packages: run npm start first\n`,
  );
  process.exitCode = 1;
}
