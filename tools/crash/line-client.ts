import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import {
  callSayingYes,
  initializeWith,
  messageIn,
  paramsOf,
  ProgramGone,
  resultIn,
  YES,
  type Arguments,
  type CallResult,
  type Era,
  type Host,
  type Message,
} from './host.ts';

/**
 * A host as small as one can be: it starts a server, speaks one era of the protocol over its standard streams, and says yes to each form.
 * It is written by hand because what it does when its server dies must not depend on a library's recovery.
 */
export class LineClient implements Host {
  readonly process: ChildProcess;
  readonly era: Era;
  readonly #waiting = new Map<number, PromiseWithResolvers<Message>>();
  #lastId = 0;

  private constructor(process: ChildProcess, era: Era) {
    this.process = process;
    this.era = era;
    // Writing to a process that was killed is no fault of ours.
    process.stdin?.on('error', () => undefined);
    if (process.stdout !== null) createInterface({ input: process.stdout }).on('line', (line) => this.#onLine(line));
    process.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new ProgramGone('the server is gone'));
      this.#waiting.clear();
    });
  }

  /** Starts the server, out of reach of this terminal's interrupt, and greets it; resolves with its first answer. */
  static async start(command: readonly [string, ...string[]], env: NodeJS.ProcessEnv, era: Era): Promise<LineClient> {
    const [program, ...args] = command;
    const client = new LineClient(
      spawn(program, args, { env, stdio: ['pipe', 'pipe', 'inherit'], detached: true }),
      era,
    );
    if (era === '2026-07-28') await client.#request('server/discover', {});
    else {
      await client.#request('initialize', initializeWith(era));
      client.#write({ jsonrpc: '2.0', method: 'notifications/initialized' });
    }
    return client;
  }

  async call(name: string, args: Arguments): Promise<CallResult> {
    // Of this host's person a yes is asked for anew once its answer was lost; the host over HTTP says it again.
    return callSayingYes((method, params) => this.#request(method, params), new Map(), name, args);
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const closed = once(this.process, 'close');
    this.process.kill('SIGKILL');
    await closed;
  }

  /** Ends the input, and waits until the process has gone by itself. */
  async end(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const closed = once(this.process, 'close');
    this.process.stdin?.end();
    await closed;
  }

  #request(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      return Promise.reject(new ProgramGone('the server is gone'));
    }
    const id = (this.#lastId += 1);
    const answer = Promise.withResolvers<Message>();
    this.#waiting.set(id, answer);
    this.#write({ jsonrpc: '2.0', id, method, params: paramsOf(this.era, params) });
    return answer.promise.then(resultIn);
  }

  #write(message: object): void {
    this.process.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #onLine(text: string): void {
    const line = messageIn(text);
    if (line.method === 'elicitation/create') {
      this.#write({ jsonrpc: '2.0', id: line.id, result: YES });
      return;
    }
    const answer = this.#waiting.get(Number(line.id));
    if (answer === undefined) return;
    this.#waiting.delete(Number(line.id));
    answer.resolve(line);
  }
}
