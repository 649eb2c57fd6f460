import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerProcess } from '@supercargo/testing';

export const MAIN = join(checkoutOf(), 'apps', 'console', 'src', 'main.ts');

/** What a program prints first, on a line of its own. Throws what it said where it ends before. */
export async function firstLine(program: ServerProcess): Promise<string> {
  let text = '';
  program.stdout.on('data', (more: string) => (text += more));
  while (!text.includes('\n')) {
    if (program.child.exitCode !== null) throw new Error(program.said());
    await sleep(10);
  }
  return text;
}
