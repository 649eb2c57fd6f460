import { PassThrough } from 'node:stream';
import { CLIENTS, connectClient, openStage, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { callTool } from './call/call-tool.ts';
import { ConfigurationError, type Narrowing } from './config.ts';
import { ECHO } from './echo-trade.fixture.ts';
import { narrowed } from './narrow.ts';
import { serveStdio } from './serve-stdio.ts';

const database = await testDatabase();
const stage = await openStage(database, ECHO);

const ALL = ['echo', 'get_inventory_request', 'list_inventory_requests', 'withdraw_inventory_request'];
const names = (narrowing: Narrowing): readonly string[] => [...narrowed(stage.runtime, narrowing).tools.keys()];

test.each([
  ['nothing', false, null, ALL],
  ['--read-only', true, null, ALL.slice(0, 3)],
  ['--tools', false, ['withdraw_inventory_request', 'echo'], ['echo', 'withdraw_inventory_request']],
  ['both', true, ['withdraw_inventory_request', 'echo'], ['echo']],
  ['a name given twice', false, ['echo', 'echo'], ['echo']],
])('%s leaves what every bound allows, in the order of the server', (_what, readOnly, tools, left) => {
  expect(names({ readOnly, tools })).toEqual(left);
});

test.each([
  ['a name of no tool', false, ['echo', 'ech'], `there is no ech; there are ${ALL.join(', ')}`],
  ['a name in capitals', false, ['ECHO'], `there is no ECHO; there are ${ALL.join(', ')}`],
  [
    'nothing that both allow',
    true,
    ['withdraw_inventory_request'],
    `leaves none of the tools that --tools names; those that read are ${ALL.slice(0, 3).join(', ')}`,
  ],
])('%s stops the start, and says what there is', (_what, readOnly, tools, said) => {
  expect(() => names({ readOnly, tools })).toThrow(ConfigurationError);
  expect(() => names({ readOnly, tools })).toThrow(said);
});

test.each(CLIENTS)(
  '%s: a tool that was taken away is in no list, and a call of it is of an unknown tool',
  async (kind) => {
    const runtime = narrowed(stage.runtime, { readOnly: true, tools: null });
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    void serveStdio(runtime, stage.principal('mara'), { stdin, stdout }).then(() => stdout.end());
    const client = await connectClient({ stdin, stdout }, kind);
    expect(client.toolNames).toEqual(ALL.slice(0, 3));
    const received = { request_id: stage.runtime.newId() };
    const refused = await client.call('withdraw_inventory_request', received);
    expect(JSON.parse(refused.texts[0] ?? '')).toMatchObject({
      ...{ outcome: 'refused', code: 'unknown_tool', accepted: ALL.slice(0, 3).join(', ') },
    });
    await client.close();
    expect((await recordsOf(database, 'acme', 'call')).at(-1)).toMatchObject({
      ...{ tool: 'withdraw_inventory_request', outcome: 'refused', code: 'unknown_tool', step: 'tool' },
    });
  },
);

test('what was taken away is refused before anybody is looked up, also with a request to go on with', async () => {
  const runtime = narrowed(stage.runtime, { readOnly: false, tools: ['list_inventory_requests'] });
  const resumed = { requestId: stage.runtime.newId(), answer: 'given' } as const;
  const call = { name: 'echo', received: { text: 'x', wait_ms: 0 }, canShow: ['forms'], resumed } as const;
  expect(await callTool(runtime, stage.principal('mara'), call)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'unknown_tool', accepted: 'list_inventory_requests' },
  });
  expect(stage.faults).toEqual([]);
});
