import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TOKEN = 'a token that is-no-secret'.replaceAll(' ', '-');

/** A rail as a process of its own, and calls of it. */
export interface RailProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** `POST /payments` with this body, as JSON where it is no text. */
  pay(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  find(id: string): Promise<Answered>;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A folder with a token, gone with the test file. */
export function railFolder(): { readonly data: string; readonly tokenFile: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-rail-'));
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, `${TOKEN}\n`, { mode: 0o600 });
  return {
    tokenFile,
    data: join(folder, 'rail.sqlite'),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const spawnRail = (args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });

/** What a rail that does not start says, and with which code it ends. */
export async function refusedStart(
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawnRail(args, env);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

export async function startRail(args: readonly string[]): Promise<RailProcess> {
  const child = spawnRail(args);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const url = /"url":"([^"]+)"/.exec(said)?.[1];
    if (url !== undefined) resolve(url);
  });
  child.once('close', () => {
    reject(new Error(`the rail ended: ${said}`));
  });
  const url = await promise;
  const headers = { authorization: `Bearer ${TOKEN}` };
  const read = async (response: Response): Promise<Answered> => ({
    status: response.status,
    body: (await response.json()) as Answered['body'],
  });
  return {
    url,
    child,
    pay: async (body, more = {}) =>
      read(
        await fetch(`${url}/payments`, {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', ...more },
          body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
        }),
      ),
    find: async (id) => read(await fetch(`${url}/payments/${id}`, { headers })),
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
