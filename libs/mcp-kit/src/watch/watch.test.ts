import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENTS, connectClient, modernMeta, openStage, testDatabase } from '@supercargo/testing';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { COMPANY, PERSON, told, WATCHED, watched } from './store/watch-stage.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, WATCHED);
await openStage(database, WATCHED, { founding: { tenant: 'globex' } });
const { looks, noLook, rename, mend } = watched(database, stage.runtime.door);

beforeEach(mend);

describe.each(CLIENTS)('%s', (kind) => {
  test('a change by another connection is told once, by URI alone, and only of what changed', async () => {
    const client = await stage.client('mara', kind);
    await client.subscribe(COMPANY, PERSON);
    await looks();
    expect(client.changed).toEqual([]);
    await rename();
    await told(client, COMPANY);
    await looks();
    expect(client.changed).toEqual([COMPANY]);
    await database.admin("update people.person set name = 'Moses' where tenant_id = 'acme' and id = 'mo'");
    await told(client, COMPANY, PERSON);
    await client.close();
  });

  test('what another tenant changes is not told', async () => {
    const client = await stage.client('mara', kind);
    await client.subscribe(COMPANY);
    await rename('globex');
    await looks();
    expect(client.changed).toEqual([]);
    await client.close();
  });

  test('after unsubscribing nothing is told, and nothing looked at', async () => {
    const client = await stage.client('mara', kind);
    const subscription = await client.subscribe(COMPANY);
    await subscription.stop();
    await rename();
    await noLook();
    expect(client.changed).toEqual([]);
    await client.subscribe(COMPANY);
    await rename();
    await told(client, COMPANY);
    await client.close();
  });

  test.each([
    [
      'a role that was taken away',
      "update people.person set roles = '{auditor}' where tenant_id = 'acme' and id = 'mara'",
    ],
    [
      'a resource that was stopped',
      "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'tool', 'company', 'x', 'ada')",
    ],
    [
      'a person who was stopped',
      "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', 'person', 'mara', 'x', 'ada')",
    ],
  ])('%s ends the subscription for good', async (_what, statement) => {
    const client = await stage.client('mara', kind);
    const { ended } = await client.subscribe(COMPANY);
    await database.admin(statement);
    await rename();
    if (kind === '2026-07-28') expect(await ended).toBe('graceful');
    else await sleep(200);
    await database.admin(
      "update people.person set roles = '{supply_chain_manager}' where tenant_id = 'acme' and id = 'mara'",
    );
    await database.admin('delete from policy.kill_switch');
    await rename();
    await noLook();
    expect(client.changed).toEqual([]);
    await client.close();
  });

  test('what is there no more has changed', async () => {
    await database.admin(
      "insert into people.person (tenant_id, id, name, roles) values ('acme', 'guest', 'Guest', '{auditor}')",
    );
    const client = await stage.client('mara', kind);
    await client.subscribe('echo://person/guest');
    await database.admin("delete from people.person where tenant_id = 'acme' and id = 'guest'");
    await told(client, 'echo://person/guest');
    await looks();
    expect(client.changed).toHaveLength(1);
    await client.close();
  });
  test('the end of the connection ends the looking', async () => {
    const client = await stage.client('mara', kind);
    await client.subscribe(COMPANY);
    await client.close();
    await sleep(100);
    await noLook();
  });
  test('a client that is gone costs nobody anything', async () => {
    const streams = stage.serve('mara');
    const client = await connectClient(streams, kind);
    await client.subscribe(COMPANY);
    const faults = stage.faults.length;
    streams.stdout.destroy();
    await rename();
    await sleep(50);
    await noLook();
    expect(stage.faults.slice(faults)).toEqual([]);
  });
});

test('what an update says is its URI, and on 2026-07-28 whose listening it is', async () => {
  const raw = stage.raw('mara');
  const listen = { notifications: { resourceSubscriptions: [COMPANY] } };
  expect(await raw.ask('subscriptions/listen', listen)).toEqual({
    jsonrpc: '2.0',
    method: 'notifications/subscriptions/acknowledged',
    params: {
      notifications: { resourceSubscriptions: [COMPANY] },
      _meta: { 'io.modelcontextprotocol/subscriptionId': 'ask 1' },
    },
  });
  await rename();
  expect(await raw.hear()).toEqual({
    jsonrpc: '2.0',
    method: 'notifications/resources/updated',
    params: { uri: COMPANY, _meta: { 'io.modelcontextprotocol/subscriptionId': 'ask 1' } },
  });
  const refused = await raw.ask('resources/subscribe', { uri: COMPANY });
  expect(refused).toMatchObject({ id: 'ask 2', error: { code: -32_601 } });
  raw.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'ask 1' } });
});

test('before 2026-07-28, unsubscribing right behind subscribing ends with nothing watched', async () => {
  const raw = stage.raw('mara');
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
  raw.say({ jsonrpc: '2.0', id: 0, method: 'initialize', params });
  expect(await raw.hear()).toMatchObject({ result: { capabilities: { resources: { subscribe: true } } } });
  raw.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
  raw.say({ jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params: { uri: COMPANY } });
  raw.say({ jsonrpc: '2.0', id: 2, method: 'resources/unsubscribe', params: { uri: COMPANY } });
  expect([await raw.hear(), await raw.hear()]).toEqual([
    { jsonrpc: '2.0', id: 1, result: {} },
    { jsonrpc: '2.0', id: 2, result: {} },
  ]);
  await noLook();
});

test('a listen that is cancelled while it is let in watches nothing', async () => {
  const raw = stage.raw('mara');
  await raw.ask('server/discover', {});
  const params = { notifications: { resourceSubscriptions: [COMPANY] }, _meta: modernMeta() };
  raw.say({ jsonrpc: '2.0', id: 'gone', method: 'subscriptions/listen', params });
  raw.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'gone' } });
  await rename();
  await sleep(50);
  await noLook();
  expect(raw.lines.filter((line) => line.includes('updated'))).toEqual([]);
});
test('a database that is away for a while costs the looks of that while, and no subscription', async () => {
  const client = await stage.client('mara', '2026-07-28');
  await client.subscribe(COMPANY);
  const faults = stage.faults.length;
  const read = vi.spyOn(stage.runtime.door, 'read').mockRejectedValue(new Error('away'));
  await sleep(100);
  read.mockRestore();
  expect(stage.faults.length).toBeGreaterThan(faults);
  await rename();
  await told(client, COMPANY);
  await client.close();
});
