import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';

export const serverFile = (server: ServerName): string => join(checkoutOf(), 'apps', server, 'src', 'main.ts');

/**
 * Lets servers write down what they compiled in that folder, each once: a process that is killed never does, and every one that takes its
 * place would compile all of it again.
 */
export function compilingOnce(folder: string): (server: ServerName) => Promise<void> {
  const compiled = new Map<ServerName, Promise<unknown>>();
  return async (server) => {
    const known = compiled.get(server) ?? compile(server, folder);
    compiled.set(server, known);
    await known;
  };
}

/** To say its definitions a server loads everything, and ends by itself. */
async function compile(server: ServerName, folder: string): Promise<void> {
  const env = { PATH: process.env['PATH'], NODE_COMPILE_CACHE: folder };
  await once(spawn(process.execPath, [serverFile(server), 'definitions'], { env, stdio: 'ignore' }), 'exit');
}
