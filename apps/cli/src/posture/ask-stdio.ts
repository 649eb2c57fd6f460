import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { launchCommand } from '../host-config.ts';
import { serverEnv } from '../servers.ts';
import type { Ground } from './ground.ts';

const patienceMs = 20_000;

/** The server that is tried over stdio: one stands for all, since they share everything before their tools. */
export const TRIED: ServerName = SERVERS[0];

/**
 * Starts that server as a host would, for the person who may ask from this machine, writes these lines and gives what is answered, as many
 * answers as there are lines; fewer where it stays silent.
 */
export function askStdio(
  { home, outside }: Pick<Ground, 'home' | 'outside'>,
  as: string,
  lines: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { command, args } = launchCommand(home, TRIED, as, 'supercargo-posture');
  return new Promise((resolve) => {
    const answers: Readonly<Record<string, unknown>>[] = [];
    const env = { ...serverEnv(outside.env, TRIED, home.path), ...variables };
    const child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const end = (): void => {
      clearTimeout(patience);
      child.kill();
      resolve(answers);
    };
    const patience = setTimeout(end, patienceMs);
    child.stdin.on('error', () => undefined);
    child.once('error', end).once('exit', end);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const answer = JSON.parse(line) as Readonly<Record<string, unknown>>;
      // What it says unasked is no answer.
      if (!('method' in answer)) answers.push(answer);
      const next = lines[answers.length];
      // One at a time: what is answered late cannot be taken for the answer to another line.
      if (next === undefined) end();
      else child.stdin.write(`${next}\n`);
    });
    child.stdin.write(`${lines[0] ?? ''}\n`);
  });
}
