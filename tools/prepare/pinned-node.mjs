import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const wantedMajor = 24;

/**
 * The absolute path of the Node this product runs on: the one that came with the packages, or, on a platform without
 * one, the Node that runs this, when it is of the same major version. Throws with what to do when there is neither.
 *
 * @param {string} root
 * @returns {string}
 */
export function pinnedNode(root) {
  const brought = broughtAlong(root);
  const path = brought ?? process.execPath;
  const version = path === process.execPath ? process.version : versionOf(path);
  if (version.startsWith(`v${wantedMajor}.`)) return path;
  if (brought === undefined) {
    throw new Error(
      `no Node ${wantedMajor} comes with the packages for ${process.platform} ${process.arch}: install Node ${wantedMajor} and run this again with it (this is ${process.version})`,
    );
  }
  throw new Error(
    `${brought} should be Node ${wantedMajor} but answers "${version}": remove the node_modules folder and run this again`,
  );
}

/** @param {string} root */
function broughtAlong(root) {
  const modules = join(root, 'node_modules');
  const onWindows = process.platform === 'win32';
  const path = onWindows ? join(modules, `node-win-${process.arch}`, 'bin', 'node.exe') : join(modules, '.bin', 'node');
  return existsSync(path) ? path : undefined;
}

/** @param {string} path */
function versionOf(path) {
  const answer = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return answer.error === undefined ? `${answer.stdout}${answer.stderr}`.trim() : answer.error.message;
}
