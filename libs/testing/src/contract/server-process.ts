import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enroll, homeOf, type Login } from '@supercargo/cluster';
import { afterAll } from 'vitest';
import type { TestDatabase } from '../test-database.ts';
import type { ServerStreams } from './line-client.ts';

/** A machine on which a server is installed: a home of its own, and this test's database. */
export interface Machine {
  /** Starts a program of the checkout as a host starts it: no variables but these. */
  start(program: string, args: readonly string[], more?: Readonly<Record<string, string>>): ServerProcess;
}

export interface ServerProcess extends ServerStreams {
  readonly child: ChildProcess;
  /** What it wrote on standard error until now. */
  said(): string;
  /** Its exit code and all of its standard output, once it is gone. Null: it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** Makes a machine with people enrolled on it. Its home and what runs on it are gone after the file's last test. */
export async function makeMachine(database: TestDatabase, login: Login, enrolled: readonly string[]): Promise<Machine> {
  const path = await mkdtemp(join(tmpdir(), 'supercargo-machine-'));
  await enroll(homeOf({ SUPERCARGO_HOME: path }), enrolled);
  const { host, port, password } = database.config(login);
  const variables = {
    PATH: process.env['PATH'] ?? '',
    // Where compiled code is kept changes nothing but the time that a start takes.
    ...(process.env['NODE_COMPILE_CACHE'] === undefined
      ? {}
      : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
    SUPERCARGO_HOME: path,
    DATABASE_URL: `postgresql://${host}:${port.toString()}/${database.name}`,
    [`DATABASE_PASSWORD_${login.replace('supercargo_', '').toUpperCase()}`]: password,
  };
  const started: ServerProcess[] = [];
  afterAll(async () => {
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    await rm(path, { recursive: true, force: true });
  });
  return {
    start: (program, args, more = {}) => {
      const one = startProcess(program, args, { ...variables, ...more });
      started.push(one);
      return one;
    },
  };
}

function startProcess(program: string, args: readonly string[], env: Readonly<Record<string, string>>): ServerProcess {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = child;
  stdin.on('error', () => undefined);
  let out = '';
  let err = '';
  stdout.setEncoding('utf8');
  stdout.on('data', (text: string) => (out += text));
  stderr.setEncoding('utf8');
  stderr.on('data', (text: string) => (err += text));
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout: out, stderr: err }));
  return { child, stdin, stdout, said: () => err, ended };
}
