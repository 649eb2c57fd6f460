import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';

/** Which revision of the protocol a client speaks. */
export type Era = '2026-07-28' | '2025-11-25';

/** The process ended, or was ended, before it answered. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone';
}

export type CallResult = z.infer<typeof CallResult>;
const CallResult = z.looseObject({
  resultType: z.string().optional(),
  requestState: z.string().optional(),
  inputRequests: z.record(z.string(), z.unknown()).optional(),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

const Line = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});

const capabilities = { elicitation: { form: {} } };
const clientInfo = { name: 'supercargo-tools', version: '1' };
const yes = { action: 'accept', content: { confirm: true } };

/**
 * A host as small as one can be: it starts a server, speaks one era of the protocol over its standard streams, and says yes to each form.
 * It is written by hand because what it does when its server dies must not depend on a library's recovery.
 */
export class LineClient {
  readonly process: ChildProcess;
  readonly era: Era;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #lastId = 0;

  private constructor(process: ChildProcess, era: Era) {
    this.process = process;
    this.era = era;
    // Writing to a process that was killed is no fault of ours.
    process.stdin?.on('error', () => undefined);
    if (process.stdout !== null) createInterface({ input: process.stdout }).on('line', (line) => this.#onLine(line));
    process.once('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new ServerGone('the server is gone'));
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
      await client.#request('initialize', { protocolVersion: era, capabilities, clientInfo });
      client.#write({ jsonrpc: '2.0', method: 'notifications/initialized' });
    }
    return client;
  }

  /** Calls a tool, and says yes where a person is asked. Rejects with ServerGone when the process ends meanwhile. */
  async call(name: string, args: Readonly<Record<string, unknown>>): Promise<CallResult> {
    const first = CallResult.parse(await this.#request('tools/call', { name, arguments: args }));
    if (first.resultType !== 'input_required') return first;
    const inputResponses = Object.fromEntries(Object.keys(first.inputRequests ?? {}).map((key) => [key, yes]));
    const { requestState } = first;
    return CallResult.parse(await this.#request('tools/call', { name, arguments: args, inputResponses, requestState }));
  }

  /** Ends the process without a word, and waits until it is gone. */
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
      return Promise.reject(new ServerGone('the server is gone'));
    }
    const id = (this.#lastId += 1);
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#write({ jsonrpc: '2.0', id, method, params: { ...params, ...this.#envelope() } });
    return answer.promise;
  }

  #envelope(): Readonly<Record<string, unknown>> {
    if (this.era !== '2026-07-28') return {};
    return {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': this.era,
        'io.modelcontextprotocol/clientCapabilities': capabilities,
        'io.modelcontextprotocol/clientInfo': clientInfo,
      },
    };
  }

  #write(message: object): void {
    this.process.stdin?.write(`${JSON.stringify(message)}\n`);
  }

  #onLine(text: string): void {
    const line = Line.parse(JSON.parse(text));
    if (line.method === 'elicitation/create') {
      this.#write({ jsonrpc: '2.0', id: line.id, result: yes });
      return;
    }
    const answer = this.#waiting.get(Number(line.id));
    if (answer === undefined) return;
    this.#waiting.delete(Number(line.id));
    if (line.error === undefined) answer.resolve(line.result);
    else answer.reject(new Error(`${line.error.code} ${line.error.message}`));
  }
}
