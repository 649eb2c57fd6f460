import { foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installationOn, type Installation } from '../installation.fixture.ts';

const database = await testDatabase();
let here: Installation;
let event: string;

/** What Returns told of acme, and was given up. */
async function givenUp(): Promise<string> {
  const [row] = await database.admin<{ id: string }>(
    `with told as (
       insert into events.outbox (tenant_id, topic, key, seq, sender, payload, chain)
       values ('acme', 'purchase_order.received', 'PO-7', 1, 'inventory', '{}', '{}') returning *)
     insert into events.delivery (tenant_id, event_id, consumer, topic, key, seq, state, tries, outcome, ended_at)
       select tenant_id, id, 'payments', topic, key, seq, 'parked', 20, E'it is \\x1b[31mpoison', clock_timestamp() from told
       returning event_id as id`,
  );
  return row?.id ?? '';
}

beforeAll(async () => {
  await foundTenant(database, { tenant: 'acme' });
  await foundTenant(database, { tenant: 'tour', scripted: true });
  here = await installationOn(database, ['acme', 'tour']);
  event = await givenUp();
});
afterAll(() => here.remove());

const retry = (id: string, as = 'ada', secret = `secret of ${as}`): ReturnType<Installation['run']> =>
  here.run(['events', 'retry', id, '--as', as], [secret]);

test('what was given up is counted by status, which names the way to it, and listed with why', async () => {
  expect((await here.run(['status'])).out).toContain('1 given up (npx supercargo events list)');
  const { code, out } = await here.run(['events', 'list']);
  expect(code).toBe(0);
  for (const words of [event, 'purchase_order.received', 'PO-7', 'payments', 'poison']) expect(out).toContain(words);
  expect(out).not.toContain('\u001b');
  expect(JSON.parse((await here.run(['events', 'list', '--json'])).out)).toMatchObject({
    tenant: 'acme',
    events: [{ id: event, reason: expect.stringContaining('poison') as string }],
  });
  expect((await here.run(['events', 'list', '--tenant', 'tour'])).out).toContain('no event of tour was given up');
});

test('only an administrator has it tried again, with a secret of their own', async () => {
  expect((await retry(event, 'mo')).err).toContain('only an administrator');
  expect((await retry(event, 'ada', 'guess')).err).toContain('the secret is wrong');
  expect((await here.run(['events', 'retry', event, '--as', 'ada'])).err).toContain('not a terminal');
  expect((await here.run(['events', 'retry', event, '--as', 'ada', '--yes'])).err).toContain('--yes is refused');
  expect(await here.run(['events', 'retry', event, '--as', 'ada'], [''])).toMatchObject({ code: 1 });
  expect(await retry('PO-7')).toMatchObject({ code: 2 });
  expect((await retry('0199b2c4-5d6e-4f70-8a91-b2c3d4e5f607')).err).toContain('no event of this id that was given up');
  expect((await here.run(['status'])).out).toContain('1 given up');
  expect(await retry(event)).toMatchObject({ code: 0, out: expect.stringContaining('is tried again') as string });
  expect((await here.run(['events', 'list'])).out).toContain('no event of acme was given up');
  expect((await here.run(['status'])).out).toContain('1 on their way');
  expect((await here.run(['audit', 'tail', '--limit', '1', '--json'])).out).toContain('"retried"');
});
