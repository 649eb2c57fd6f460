import { modernMeta, openStage, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ECHO);
const _meta = modernMeta();

function call(id: number | string, name: string, args: unknown, meta: unknown = _meta): object {
  return { jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args, _meta: meta } };
}

/** What the record says of one frame. */
type Recorded = Readonly<Partial<Record<'kind' | 'code' | 'method' | 'json_rpc' | 'tool' | 'step', unknown>>>;

const FRAMES: readonly (readonly [
  what: string,
  frame: string | object,
  error: number | 'result',
  recorded: Recorded,
])[] = [
  ['broken JSON', '{"jsonrpc":"2.0",', -32_700, { kind: 'protocol', code: 'not_json' }],
  ['no JSON at all', 'select * from people.secret', -32_700, { kind: 'protocol', code: 'not_json' }],
  [
    'a key that is there twice',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","name":"other"}}',
    -32_600,
    { kind: 'protocol', code: 'duplicate_key', method: 'tools/call' },
  ],
  ['a line of 12 MB', `"${'x'.repeat(12 * 1024 * 1024)}"`, -32_600, { kind: 'protocol', code: 'line_too_long' }],
  ['a batch', `[${JSON.stringify(call(2, 'echo', {}))}]`, -32_600, { kind: 'protocol', code: 'batch' }],
  [
    'an unknown method',
    { jsonrpc: '2.0', id: 3, method: 'tools/approve', params: { _meta } },
    -32_601,
    { kind: 'protocol', code: 'protocol_error', method: 'tools/approve', json_rpc: -32_601 },
  ],
  [
    'a method that the record could not hold as it is',
    { jsonrpc: '2.0', id: 4, method: 'a\u0000b\n\u0301', params: { _meta } },
    -32_601,
    { kind: 'protocol', code: 'protocol_error', method: 'a\ufffdb\ufffd\u0301' },
  ],
  [
    'a request that does not say what its client can do',
    call(6, 'echo', {}, { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }),
    -32_602,
    { kind: 'protocol', code: 'protocol_error', method: 'tools/call' },
  ],
  ['_meta that is no object', call(7, 'echo', {}, 'meta'), -32_602, { kind: 'protocol' }],
  ['arguments that are no object', call(8, 'echo', ['text']), -32_602, { kind: 'protocol', method: 'tools/call' }],
  [
    'an unknown prompt',
    { jsonrpc: '2.0', id: 9, method: 'prompts/get', params: { name: 'x', _meta } },
    -32_602,
    { kind: 'protocol' },
  ],
  [
    'an unknown tool',
    call(10, 'approve', {}),
    'result',
    { kind: 'call', tool: 'approve', code: 'unknown_tool', step: 'tool' },
  ],
  [
    'an unknown tool that the record could not hold as it is',
    call(11, '\u0000\n\u0301', { '\u0000': 1, '\n\u0301': 2 }),
    'result',
    { kind: 'call', tool: '\ufffd\ufffd\u0301', code: 'unknown_tool' },
  ],
  [
    'an unknown resource',
    { jsonrpc: '2.0', id: 12, method: 'resources/read', params: { uri: 'file:///etc/\u0000', _meta } },
    -32_602,
    { kind: 'call', code: 'unknown_resource' },
  ],
];

test(
  'every frame that is not a call is answered and recorded, and the server goes on',
  { timeout: 60_000 },
  async () => {
    const raw = stage.raw('mara');
    expect(await raw.ask('server/discover', {})).toMatchObject({ result: { resultType: 'complete' } });
    for (const [what, frame, expected, recorded] of FRAMES) {
      const before = (await recordsOf(database, 'acme')).length;
      raw.say(frame);
      const answer = await raw.hear();
      if (expected === 'result') expect(answer.result, what).toMatchObject({ isError: true });
      else expect(answer.error?.code, what).toBe(expected);
      expect(JSON.stringify(answer), what).not.toMatch(/\.ts|node_modules|supercargo_|acme/);
      const written = (await recordsOf(database, 'acme')).slice(before);
      expect(written, what).toHaveLength(1);
      expect(written[0], what).toMatchObject({
        ...recorded,
        outcome: 'refused',
        person: 'mara',
        tenant: 'acme',
        server: 'inventory',
      });
      const after = await raw.ask('tools/call', { name: 'echo', arguments: { text: what, wait_ms: 0 } });
      expect(after.result, what).toMatchObject({ structuredContent: { text: what, person: 'mara' } });
    }
    expect(stage.faults).toEqual([]);
  },
);

test('a first request in a version that is not spoken is answered and recorded, and the next one served', async () => {
  const raw = stage.raw('mara');
  const before = (await recordsOf(database, 'acme')).length;
  raw.say(call(5, 'echo', {}, { ..._meta, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' }));
  expect(await raw.hear()).toMatchObject({ id: 5, error: { code: -32_022 } });
  const written = (await recordsOf(database, 'acme')).slice(before);
  expect(written).toMatchObject([
    { kind: 'protocol', code: 'protocol_error', method: 'tools/call', outcome: 'refused' },
  ]);
  expect(await raw.ask('server/discover', {})).toMatchObject({ result: { resultType: 'complete' } });
});

test('a call without arguments, or with null for them, is a call without arguments', async () => {
  const raw = stage.raw('mara');
  const answer = await raw.ask('tools/call', { name: 'list_inventory_requests' });
  expect(answer.result).toMatchObject({ structuredContent: { requests: [], total: 0 } });
});

test('the record of a call names its arguments, its definition, and nothing that nobody asked for', async () => {
  await stage.call('mara', 'echo', { text: 'as it was said', wait_ms: 0 });
  const record = (await recordsOf(database, 'acme', 'call')).at(-1);
  expect(record).toMatchObject({
    ...{
      tool: 'echo',
      person: 'mara',
      roles: ['supply_chain_manager'],
      via: 'local',
      agent: 'an agent',
      outcome: 'answered',
    },
    arguments: { text: 'as it was said', wait_ms: 0 },
    definition: stage.runtime.tools.get('echo')?.definitionHash,
  });
  expect(record?.['arguments_hash']).toMatch(/^[0-9a-f]{64}$/);
});
