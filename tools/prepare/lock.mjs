import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const waitMillisMax = 15 * 60 * 1000;
const pollMillis = 200;

/**
 * Runs `work` while no other process on this machine holds the lock `path`; waits for the holder, and takes the lock of
 * a holder that died. The lock is a folder with the holder's pid in it, moved into place in one step, because at this
 * point no package is installed yet. It does not protect against a holder on another machine sharing the folder.
 *
 * @param {string} path
 * @param {(text: string) => void} say
 * @param {() => Promise<void>} work
 */
export async function withLock(path, say, work) {
  await take(path, say);
  const releaseAtExit = () => release(path);
  process.once('exit', releaseAtExit);
  try {
    await work();
  } finally {
    process.removeListener('exit', releaseAtExit);
    release(path);
  }
}

/** @param {string} path @param {(text: string) => void} say */
async function take(path, say) {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const giveUpAt = Date.now() + waitMillisMax;
  let told = false;
  while (!tryTake(path)) {
    const holder = holderOf(path);
    if (holder !== undefined && !isAlive(holder)) {
      dropLockOf(path, holder);
      continue;
    }
    if (Date.now() > giveUpAt)
      throw new Error(`process ${holder ?? '?'} holds ${path} for too long: end it or remove the folder`);
    if (!told) say(`another start (process ${holder ?? '?'}) is preparing this checkout; waiting for it`);
    told = true;
    await sleep(pollMillis);
  }
}

/** @param {string} path */
function tryTake(path) {
  const mine = `${path}.${process.pid}`;
  rmSync(mine, { recursive: true, force: true });
  mkdirSync(mine, { mode: 0o700 });
  writeFileSync(join(mine, 'pid'), String(process.pid));
  try {
    renameSync(mine, path);
    return true;
  } catch (error) {
    rmSync(mine, { recursive: true, force: true });
    if (['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) return false;
    throw error;
  }
}

/** @param {string} path */
function release(path) {
  if (holderOf(path) === process.pid) dropLockOf(path, process.pid);
}

/**
 * Moves the lock aside before removing it, so that nobody sees it half removed. When another process replaced the lock
 * in the meantime, its lock is put back.
 *
 * @param {string} path @param {number} holder
 */
function dropLockOf(path, holder) {
  const aside = `${path}.old.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (holderOf(aside) === holder) rmSync(aside, { recursive: true, force: true });
  else renameSync(aside, path);
}

/** @param {string} path @returns {number | undefined} */
function holderOf(path) {
  try {
    return Number(readFileSync(join(path, 'pid'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
