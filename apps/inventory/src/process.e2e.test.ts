import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  connectClient,
  makeMachine,
  modernMeta,
  openStage,
  peopleOf,
  rawLines,
  recordsOf,
  testDatabase,
  type ServerProcess,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const machine = await makeMachine(database, 'supercargo_inventory', ['mara@acme', 'wes@acme']);
const { tenant } = stage.principal('mara');

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const host = (more: Readonly<Record<string, string>> = {}): ServerProcess =>
  machine.start(MAIN, ['stdio', '--as', 'mara@acme', '--agent', 'desk'], more);

test(
  'nothing but MCP is on standard output in a whole session, faults included, and the end of input ends it',
  { timeout: 60_000 },
  async () => {
    const server = host();
    const raw = rawLines(server);
    const frames: readonly (string | object)[] = [
      '{"jsonrpc":',
      '[]',
      { jsonrpc: '2.0', id: 1, method: 'no/such', params: { _meta: modernMeta() } },
      `"${'x'.repeat(2 * 1024 * 1024)}"`,
    ];
    expect(await raw.ask('server/discover', {})).toMatchObject({ result: { resultType: 'complete' } });
    for (const frame of frames) {
      raw.say(frame);
      expect(await raw.hear()).toHaveProperty('error');
    }
    expect(await raw.ask('tools/call', { name: 'get_stock', arguments: { sku: 'COF-1KG' } })).toMatchObject({
      result: { isError: false },
    });
    await database.admin(`create function audit.refuse_all() returns trigger language plpgsql as $$
    begin raise exception 'the disk is full'; end$$`);
    await database.admin(
      'create trigger refuse_all before insert on audit.entry for each row execute function audit.refuse_all()',
    );
    const failed = await raw.ask('tools/call', { name: 'get_stock', arguments: { sku: 'COF-1KG' } });
    raw.say('{"jsonrpc":');
    const unrecorded = await raw.hear();
    await database.admin('drop function audit.refuse_all() cascade');
    expect(failed).toMatchObject({ error: { code: -32_603 } });
    expect(unrecorded).toMatchObject({ id: null, error: { code: -32_603 } });
    expect(JSON.stringify([failed, unrecorded])).not.toContain('disk');
    expect(await raw.ask('tools/call', { name: 'get_stock', arguments: { sku: 'COF-1KG' } })).toMatchObject({
      result: { isError: false },
    });

    const start = performance.now();
    server.stdin.end();
    const { code, stdout, stderr } = await server.ended;
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split('\n')) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
    expect(stderr).toContain('the disk is full');
    expect(stderr).toContain('"during":"tools/call get_stock"');
  },
);

test(
  'the end of input ends it also while a person is being asked, and the request waits',
  { timeout: 30_000 },
  async () => {
    const server = host();
    const asked = Promise.withResolvers<undefined>();
    const client = await connectClient(server, '2025-11-25', () => {
      asked.resolve(undefined);
      return new Promise(() => undefined);
    });
    void client.call('create_reorder', { sku: 'PKG-BAG1', quantity: 31, warehouse: 'HAM-1' }).catch(() => undefined);
    await asked.promise;
    const start = performance.now();
    server.stdin.end();
    const { code, stderr } = await server.ended;
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(await database.admin('select state from approval.request')).toEqual([{ state: 'waiting' }]);
    await database.admin("update approval.request set state = 'withdrawn', ended_at = clock_timestamp()");
  },
);

const STDIO = ['stdio', '--as', 'mara@acme'];
const NOT_STARTED: readonly (readonly [
  what: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  said: string,
])[] = [
  [
    'somebody who is not enrolled',
    ['stdio', '--as', 'felix@acme'],
    {},
    'felix@acme is not enrolled on this machine; enrolled are mara@acme, wes@acme',
  ],
  ['somebody of another company', ['stdio', '--as', 'mara@globex'], {}, 'mara@globex is not enrolled on this machine'],
  ['a malformed person', ['stdio', '--as', 'mara'], {}, '--as takes a person and a tenant, such as mara@acme'],
  ['nobody', ['stdio'], {}, '--as takes a person and a tenant'],
  ['an unknown option', [...STDIO, '--approve'], {}, 'usage: '],
  ['a misspelt variable', STDIO, { SUPERCARGO_PROFIEL: 'local' }, 'unknown variable SUPERCARGO_PROFIEL; known are '],
  [
    'a profile in which a machine is not trusted',
    STDIO,
    { SUPERCARGO_PROFILE: 'internal' },
    'stdio is served in SUPERCARGO_PROFILE=local: it asks for no token',
  ],
];

test(
  'does not start with a configuration that it does not know, and says so in a sentence',
  { timeout: 60_000 },
  async () => {
    const started = NOT_STARTED.map(([what, args, env, said]) => ({
      ...{ what, said },
      ended: machine.start(MAIN, args, env).ended,
    }));
    for (const { what, said, ended } of started) {
      const { code, stdout, stderr } = await ended;
      expect({ code, stdout }, what).toEqual({ code: 2, stdout: '' });
      expect(stderr, what).toContain(`supercargo inventory: ${said}`);
      expect(stderr.trimEnd().split('\n'), what).toHaveLength(1);
    }
  },
);

test(
  'does not start with a definition that is not the published one, and names the tool',
  { timeout: 30_000 },
  async () => {
    await database.admin("update approval.definition set hash = repeat('0', 64) where tool = 'create_reorder'");
    const start = performance.now();
    const { code, stdout, stderr } = await host().ended;
    // Nothing that was opened keeps a refused process alive.
    expect(performance.now() - start).toBeLessThan(5_000);
    await database.admin("update approval.definition set hash = $1 where tool = 'create_reorder'", [
      stage.runtime.tools.get('create_reorder')?.definitionHash,
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('the definitions of create_reorder are not the published ones; run npm start');
  },
);

test('does not start without its database, and shows no password', { timeout: 30_000 }, async () => {
  const { code, stdout, stderr } = await host({ DATABASE_PASSWORD_INVENTORY: 'hunter2' }).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).not.toContain('hunter2');
});

test(
  'a host that dies loses nothing: what was approved is executed by the worker, and a new session reads it',
  { timeout: 60_000 },
  async () => {
    const dying = host();
    const client = await connectClient(dying, '2026-07-28');
    const input = { sku: 'COF-1KG', quantity: 400, warehouse: 'HAM-1' };
    const { structured } = await client.call('create_reorder', input);
    expect(structured).toMatchObject({
      outcome: 'waiting',
      card: { sentence: expect.stringContaining('5,000.00 EUR') as string },
      next: expect.stringContaining('npx supercargo requests approve') as string,
    });
    const requestId = String(structured?.['request_id']);
    dying.child.kill('SIGKILL');
    expect((await dying.ended).code).toBeNull();

    expect(await peopleOf(stage).decided(requestId, 'felix')).toMatchObject({ state: 'approved', refusal: null });
    const worker = machine.start(MAIN, ['worker'], { SUPERCARGO_POLL_MS: '20' });
    const state = async (): Promise<unknown> =>
      (await database.admin('select state from approval.request where id = $1', [requestId]))[0];
    for (let wait = 0; wait < 200 && JSON.stringify(await state()) !== '{"state":"executed"}'; wait += 1) {
      await sleep(50);
    }
    expect(await state()).toEqual({ state: 'executed' });

    const next = await connectClient(host(), 'first line');
    expect((await next.call('get_inventory_request', { request_id: requestId })).structured).toMatchObject({
      outcome: 'executed',
      result: { sku: 'COF-1KG', quantity: 400, amount: '5000.00', purchase_order_state: 'open' },
    });
    expect((await next.call('create_reorder', input)).structured).toMatchObject({
      outcome: 'executed',
      request_id: requestId,
    });
    await next.close();
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
    expect(await database.admin('select count(*)::int as orders from inventory.purchase_order')).toEqual([
      { orders: 1 },
    ]);
    const kinds = (await recordsOf(database, tenant))
      .filter((record) => record['request_id'] === requestId)
      .map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'call')).toEqual(['asked', 'decided', 'attempt', 'executed']);
  },
);
