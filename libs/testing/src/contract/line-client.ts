import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client';

/** The two streams of a server, as its host sees them. */
export interface ServerStreams {
  readonly stdin: Writable;
  readonly stdout: Readable;
}

/** A client's end of MCP over stdio, on streams that somebody else opened: a child process's, or a server's in this process. */
export class LineClient implements Transport {
  onclose?: Transport['onclose'];
  onerror?: Transport['onerror'];
  onmessage?: Transport['onmessage'];
  readonly #streams: ServerStreams;
  #text = '';

  constructor(streams: ServerStreams) {
    this.#streams = streams;
  }

  start(): Promise<void> {
    const { stdin, stdout } = this.#streams;
    stdin.on('error', () => undefined);
    stdout.setEncoding('utf8');
    stdout.on('data', (chunk: string) => {
      const lines = `${this.#text}${chunk}`.split('\n');
      this.#text = lines.pop() ?? '';
      for (const line of lines) this.onmessage?.(JSON.parse(line) as JSONRPCMessage);
    });
    stdout.on('close', () => this.onclose?.());
    return Promise.resolve();
  }

  send(message: JSONRPCMessage): Promise<void> {
    this.#streams.stdin.write(`${JSON.stringify(message)}\n`);
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#streams.stdin.end();
    return Promise.resolve();
  }
}
