import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Takes the folder for this process, and gives how to let it go. Two runners would kill each other's database: the second is refused. */
export function takeFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'runner.pid');
  const holder = holderOf(path);
  if (holder !== undefined) throw new Error(`process ${holder} runs in ${folder} already`);
  rmSync(path, { force: true });
  writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
  return () => {
    rmSync(path, { force: true });
  };
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
