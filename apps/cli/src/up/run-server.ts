import { spawn } from 'node:child_process';
import { checkoutOf } from '@supercargo/cluster';
import type { Outside } from '../outside.ts';
import { type ServerName } from '@supercargo/kernel';
import { nodeBinary, serverMain } from '../servers.ts';

/** What a server's command came to. */
export interface ServerRun {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

const outputCharactersMax = 4 * 1024 * 1024;

/** Runs a server's own command to its end and keeps what it says. */
export function runServer(outside: Outside, server: ServerName, args: readonly string[]): Promise<ServerRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary(), [serverMain(server), ...args], {
      cwd: checkoutOf(),
      env: outside.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { output: '', errors: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (said.output.length < outputCharactersMax) said.output += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (said.errors.length < outputCharactersMax) said.errors += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ code: code ?? 1, ...said });
    });
  });
}
