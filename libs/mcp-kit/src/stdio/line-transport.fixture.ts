import { once } from 'node:events';
import { PassThrough } from 'node:stream';

import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/server';

import { LineTransport } from './line-transport.ts';
import type { LineRefusal, LineTransportOptions, ProtocolErrorAnswer } from './stdio-options.ts';

/** One connection over in-process streams, with everything that happens on it kept in order. */
export interface Wire {
  readonly transport: LineTransport;
  readonly stdin: PassThrough;
  readonly stdout: PassThrough;
  /** What the transport delivered. */
  readonly received: JSONRPCMessage[];
  readonly refusals: LineRefusal[];
  readonly protocolErrors: ProtocolErrorAnswer[];
  readonly errors: Error[];
  /** Writes lines, each with its newline. */
  say(...lines: (string | object)[]): void;
  /** The next line of the output, parsed. */
  hear(): Promise<unknown>;
}

/** The request in a test's words: everything that is not said is valid. */
export function request(id: string | number, method = 'tools/call'): JSONRPCRequest {
  return { jsonrpc: '2.0', id, method, params: {} };
}

/** Starts a transport over PassThrough streams; what is delivered goes to `onmessage` and is kept. */
export async function openWire(
  options: Partial<LineTransportOptions> = {},
  onmessage: (message: JSONRPCMessage, transport: LineTransport) => void = () => undefined,
): Promise<Wire> {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  const refusals: LineRefusal[] = [];
  const protocolErrors: ProtocolErrorAnswer[] = [];
  const received: JSONRPCMessage[] = [];
  const errors: Error[] = [];
  const keep =
    <T>(list: T[]) =>
    (item: T): Promise<void> => {
      list.push(item);
      return Promise.resolve();
    };
  const audit = { onRefusal: keep(refusals), onProtocolError: keep(protocolErrors) };
  const transport = new LineTransport({ stdin, stdout, ...audit, ...options });
  transport.onmessage = (message) => {
    received.push(message);
    onmessage(message, transport);
  };
  transport.onerror = (error) => {
    errors.push(error);
  };
  await transport.start();
  const say = (...lines: (string | object)[]): void => {
    for (const line of lines) stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  };
  return { transport, stdin, stdout, received, refusals, protocolErrors, errors, say, hear: lineReader(stdout) };
}

function lineReader(stdout: PassThrough): () => Promise<unknown> {
  let text = '';
  return async () => {
    while (!text.includes('\n')) {
      const chunk = stdout.read() as Buffer | null;
      if (chunk === null) await once(stdout, 'readable');
      else text += chunk.toString();
    }
    const [line = '', ...rest] = text.split('\n');
    text = rest.join('\n');
    return JSON.parse(line) as unknown;
  };
}
