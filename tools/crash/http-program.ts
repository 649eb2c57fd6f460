import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill, startWaiting } from './programs.ts';

/** A server over HTTP, as a process of its own. */
export type HttpProgram = { readonly url: string; readonly kill: () => Promise<void> };

const readyMsMax = 20_000;
const lookMs = 20;

/** Starts it on a free port, and answers when it knows its keys and its database. */
export async function startHttpProgram(main: string, env: NodeJS.ProcessEnv): Promise<HttpProgram> {
  // Where it listens it says in its log.
  // A story that is held keeps its connection, and the next is told at the same server.
  const more = { SUPERCARGO_LOG_LEVEL: 'info', SUPERCARGO_DATABASE_CONNECTIONS: '16' };
  const child = startWaiting([main, 'http', '--port', '0'], { ...env, ...more }, 'pipe');
  const program = { url: '', kill: () => kill(child) };
  try {
    const url = `http://127.0.0.1:${await portOf(child)}/mcp`;
    await untilReady(url);
    return { ...program, url };
  } catch (error) {
    await program.kill();
    throw error;
  }
}

async function portOf(child: ChildProcess): Promise<number> {
  if (child.stderr === null) throw new Error('the server has no log');
  const lines = createInterface({ input: child.stderr });
  const found = Promise.withResolvers<number>();
  lines.on('line', (line) => {
    const port = /"port":(\d+)/.exec(line)?.[1];
    if (port !== undefined) found.resolve(Number(port));
    // What is not its log is a fault that nobody caught.
    if (!line.startsWith('{')) console.error(line);
  });
  lines.once('close', () => {
    found.reject(new Error('the server ended'));
  });
  return found.promise;
}

async function untilReady(url: string): Promise<void> {
  const until = performance.now() + readyMsMax;
  for (;;) {
    const { status } = await fetch(new URL('/readyz', url));
    if (status === 200) return;
    if (performance.now() > until) throw new Error('the server does not get ready');
    await sleep(lookMs);
  }
}
