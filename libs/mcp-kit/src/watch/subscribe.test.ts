import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENTS, openStage, recordsOf, stageOf, testDatabase } from '@supercargo/testing';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { COMPANY, told, WATCHED, watched } from './store/watch-stage.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, WATCHED);
const { noLook, rename, mend } = watched(database, stage.runtime.door);

beforeEach(mend);

describe.each(CLIENTS)('%s', (kind) => {
  test('a resource without a variable is listed as a resource, the others as templates', async () => {
    const client = await stage.client('mara', kind);
    expect(await client.resourceUris()).toEqual([COMPANY, 'echo://still', 'echo://person/{id}']);
    expect(JSON.parse(await client.readResource(COMPANY))).toMatchObject({ variable: '' });
    await client.close();
  });
  test.each([
    ['mara', 'echo://nothing', 'unknown_resource', 'accepted: echo://company, echo://person/{id}, echo://still'],
    ['mara', 'echo://company/', 'unknown_resource', 'there is no resource'],
    ['mara', 'echo://still', 'not_watchable', 'accepted: echo://company, echo://person/{id}'],
    ['mara', 'echo://person/nobody', 'unknown_person', 'there is nobody'],
    ['olga', COMPANY, 'insufficient_scope', 'your role does not grant inventory:read'],
    ['stranger', COMPANY, 'inactive', 'you are not an active person'],
  ])('%s subscribing to %s is refused with %s, recorded, and watched by nobody', async (person, uri, code, said) => {
    const client = await stage.client(person, kind);
    const before = (await recordsOf(database, 'acme')).length;
    await expect(client.subscribe(uri)).rejects.toThrow(said);
    expect((await recordsOf(database, 'acme')).slice(before)).toMatchObject([
      { kind: 'call', outcome: 'refused', code, person, tool: uri },
    ]);
    await noLook();
    await client.close();
  });

  test('twenty resources at a time and no more, and a change of the last is told', async () => {
    const client = await stage.client('mara', kind);
    await database.admin(`insert into people.person (tenant_id, id, name, roles)
      select 'acme', 'p' || n, 'P', '{auditor}' from generate_series(1, 25) n on conflict do nothing`);
    const uris = Array.from({ length: 25 }, (_, at) => `echo://person/p${(at + 1).toString()}`);
    await client.subscribe(...uris.slice(0, 20));
    await expect(client.subscribe(...uris.slice(19, 21))).rejects.toThrow(
      'a connection watches at most 20 resources at a time; accepted: 0 more',
    );
    await client.subscribe(...uris.slice(18, 20));
    await database.admin("update people.person set name = $1 where tenant_id = 'acme' and id in ('p20', 'p21')", [
      kind,
    ]);
    await vi.waitFor(() => {
      expect(new Set(client.changed)).toEqual(new Set(['echo://person/p20']));
    }, 5_000);
    await client.close();
  });

  test('the record says who subscribed to what and who let go, and nothing of the looks between', async () => {
    const client = await stage.client('mara', kind);
    const before = (await recordsOf(database, 'acme')).length;
    const subscription = await client.subscribe(COMPANY);
    await rename();
    await told(client, COMPANY);
    await subscription.stop();
    await noLook();
    const written = (await recordsOf(database, 'acme')).slice(before);
    const about = { kind: 'call', outcome: 'answered', person: 'mara', tool: COMPANY, definition: null };
    expect(written).toMatchObject(
      kind === '2026-07-28'
        ? [{ ...about, method: 'subscriptions/listen', arguments: { uris: [COMPANY] } }]
        : [
            { ...about, method: 'resources/subscribe', arguments: { uris: [COMPANY] } },
            { ...about, method: 'resources/unsubscribe', arguments: { uri: COMPANY } },
          ],
    );
    await client.close();
  });
  test('subscribing is counted as a call, and looking is not', async () => {
    const narrow = stageOf(database, WATCHED, stage.principal('mara').tenant, { tool: { calls: 2, seconds: 60 } });
    const client = await narrow.client('mara', kind);
    await client.subscribe(COMPANY);
    await sleep(100);
    await client.readResource(COMPANY);
    await expect(client.subscribe(COMPANY)).rejects.toThrow('too many calls of this tool');
    await rename();
    await told(client, COMPANY);
    await client.close();
  });

  test('a subscription that cannot be recorded is none', async () => {
    const client = await stage.client('mara', kind);
    await database.admin(`create function audit.refuse_all() returns trigger language plpgsql as $$
      begin raise exception 'the disk is full'; end$$`);
    await database.admin(
      'create trigger refuse_all before insert on audit.entry for each row execute function audit.refuse_all()',
    );
    const faults = stage.faults.length;
    try {
      const failed: unknown = await client.subscribe(COMPANY).catch((error: unknown) => error);
      expect(String(failed)).toContain('Internal error');
      expect(String(failed)).not.toContain('disk');
    } finally {
      await database.admin('drop function audit.refuse_all() cascade');
    }
    expect(stage.faults.slice(faults).map(({ fault }) => String(fault))).toEqual([
      expect.stringContaining('the disk is full') as string,
    ]);
    await rename();
    await noLook();
    expect(client.changed).toEqual([]);
    await client.close();
  });
});

test('a listen whose filter is none is refused once, and recorded once', async () => {
  const raw = stage.raw('mara');
  const before = (await recordsOf(database, 'acme')).length;
  expect(await raw.ask('subscriptions/listen', { notifications: 'everything' })).toMatchObject({
    error: { code: -32_602 },
  });
  expect((await recordsOf(database, 'acme')).slice(before)).toMatchObject([{ kind: 'protocol', outcome: 'refused' }]);
});
