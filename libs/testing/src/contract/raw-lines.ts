import { createInterface } from 'node:readline';
import type { ServerStreams } from './line-client.ts';

export interface RawAnswer {
  readonly id?: string | number | null;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A host that writes what it likes and keeps every line it gets. */
export interface RawLines {
  /** Every line of the output, whole. */
  readonly lines: readonly string[];
  say(line: string | object): void;
  /** The next line that nobody heard yet. Fails after ten seconds of silence. */
  hear(): Promise<RawAnswer>;
  /** One request of 2026-07-28 and its answer. */
  ask(method: string, params: Record<string, unknown>): Promise<RawAnswer>;
}

const SILENCE_MS_MAX = 10_000;

/** The `_meta` of a 2026-07-28 request; a host that can show forms unless told otherwise. */
export function modernMeta(capabilities: object = { elicitation: { form: {} } }): Record<string, unknown> {
  return {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  };
}

export function rawLines(streams: ServerStreams): RawLines {
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  let heard = 0;
  let asked = 0;
  createInterface({ input: streams.stdout }).on('line', (line) => {
    lines.push(line);
    const next = waiting.shift();
    if (next === undefined) return;
    heard += 1;
    next(line);
  });
  const nextLine = (): Promise<string> => {
    const line = lines[heard];
    if (line !== undefined) {
      heard += 1;
      return Promise.resolve(line);
    }
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error('the server said nothing'));
      }, SILENCE_MS_MAX);
      waiting.push((heardLine) => {
        clearTimeout(timer);
        resolve(heardLine);
      });
    });
  };
  const say = (line: string | object): void => {
    streams.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
  };
  const hear = async (): Promise<RawAnswer> => JSON.parse(await nextLine()) as RawAnswer;
  return {
    lines,
    say,
    hear,
    ask: async (method, params) => {
      asked += 1;
      say({ jsonrpc: '2.0', id: `ask ${asked.toString()}`, method, params: { _meta: modernMeta(), ...params } });
      return hear();
    },
  };
}
