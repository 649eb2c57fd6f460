import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test } from 'vitest';

interface Child {
  readonly process: ChildProcessWithoutNullStreams;
  /** Writes one line and gives the next line of the output, which must be JSON. */
  ask(line: string | object): Promise<unknown>;
  readonly stderr: string[];
}

const children: ChildProcessWithoutNullStreams[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function spawnServer(): Child {
  const child = spawn(process.execPath, [fileURLToPath(new URL('tiny-server.fixture.ts', import.meta.url))]);
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const stderr: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => stderr.push(line));
  const ask = async (line: string | object): Promise<unknown> => {
    child.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    const { value } = await lines.next();
    return JSON.parse(String(value)) as unknown;
  };
  return { process: child, ask, stderr };
}

const GARBAGE: readonly (readonly [string, string])[] = [
  ['{"jsonrpc":', 'not_json'],
  ['{"jsonrpc":"2.0","id":90,"method":"tools/call","params":{"name":"echo","name":"other"}}', 'duplicate_key'],
  ['{"jsonrpc":"2.0","id":91,"method":"tools/call","params":{"quantity":9007199254740993}}', 'number_loses_precision'],
  ['[{"jsonrpc":"2.0","id":92,"method":"tools/list"}]', 'batch'],
  [`"${'x'.repeat(12 * 1024 * 1024)}"`, 'line_too_long'],
];

async function throwGarbage(child: Child): Promise<void> {
  for (const [line, reason] of GARBAGE) expect(await child.ask(line)).toMatchObject({ error: { data: { reason } } });
}

async function end(child: Child): Promise<void> {
  child.process.stdin.end();
  const [code] = (await once(child.process, 'exit')) as [number | null];
  expect(code).toBe(0);
}

test('serves a 2025-11-25 client between garbage, and exits at the end of input', { timeout: 30_000 }, async () => {
  const child = spawnServer();
  await throwGarbage(child);
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
  const hello = await child.ask({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  expect(hello).toMatchObject({ id: 1, result: { protocolVersion: '2025-11-25', serverInfo: { name: 'tiny' } } });
  child.process.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\r\n');
  await throwGarbage(child);
  const call = { jsonrpc: '2.0', id: 'two', method: 'tools/call', params: { name: 'echo', arguments: { q: 1.5 } } };
  expect(await child.ask(call)).toMatchObject({ id: 'two', result: { content: [{ text: '{"q":1.5}' }] } });
  const unknown = await child.ask({ jsonrpc: '2.0', id: 3, method: 'tools/nope' });
  expect(unknown).toMatchObject({ id: 3, error: { code: -32_601 } });
  await throwGarbage(child);
  await end(child);
  expect(child.stderr).toContain('a stray line from a handler');
  expect(child.stderr.filter((line) => line.includes('"kind":"refusal"'))).toHaveLength(3 * GARBAGE.length);
  expect(child.stderr.filter((line) => line.includes('"protocol_error"'))).toMatchObject([
    expect.stringContaining('"method":"tools/nope"'),
  ]);
});

test('serves a 2026-07-28 client between garbage, and exits at the end of input', { timeout: 30_000 }, async () => {
  const child = spawnServer();
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  };
  const future = { ..._meta, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' };
  const unsupported = await child.ask({ jsonrpc: '2.0', id: 0, method: 'tools/list', params: { _meta: future } });
  expect(unsupported).toMatchObject({ id: 0, error: { code: -32_022 } });
  const discovered = await child.ask({ jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta } });
  expect(discovered).toMatchObject({ id: 1, result: { resultType: 'complete' } });
  await throwGarbage(child);
  const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'echo', arguments: { a: 'b' }, _meta } };
  expect(await child.ask(call)).toMatchObject({ id: 2, result: { content: [{ text: '{"a":"b"}' }] } });
  await throwGarbage(child);
  const bare = await child.ask({ jsonrpc: '2.0', id: 3, method: 'tools/list', params: {} });
  expect(bare).toMatchObject({ id: 3, error: { code: -32_602 } });
  expect(await child.ask({ jsonrpc: '2.0', id: 5, method: 'tools/list', params: { _meta } })).toMatchObject({
    result: { tools: [{ name: 'echo' }] },
  });
  await end(child);
  const audited = child.stderr.filter((line) => line.includes('"protocol_error"'));
  expect(audited.map((line) => (JSON.parse(line) as { jsonRpcCode: number }).jsonRpcCode)).toStrictEqual([
    -32_022, -32_602,
  ]);
});

test('ends quietly when the host closes its output', { timeout: 30_000 }, async () => {
  const child = spawnServer();
  await throwGarbage(child);
  child.process.stdout.destroy();
  child.process.stdin.on('error', () => undefined);
  const exited = once(child.process, 'exit');
  child.process.stdin.write('garbage\ngarbage\ngarbage\n');
  expect(await exited).toStrictEqual([0, null]);
  expect(child.stderr.filter((line) => !line.startsWith('{"kind":'))).toStrictEqual([]);
});
