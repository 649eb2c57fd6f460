import type { ChildProcess } from 'node:child_process';

/** Sees to it that a program that was started does not go on after this process. */
export function endWithUs(child: ChildProcess): void {
  const end = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  child.once('close', () => process.removeListener('exit', end));
}
