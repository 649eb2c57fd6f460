import { SERVERS } from '@supercargo/kernel';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { openMarket, openTrades, tell, type Market } from './market.fixture.ts';

const database = await testDatabase();
let acme: Market;

beforeAll(async () => {
  await openTrades(database);
  acme = openMarket(database, await foundTenant(database));
});

const outbox = (key: string): Promise<readonly Record<string, unknown>[]> =>
  database.admin(
    'select id, seq::int, sender, payload, chain, execution_id from events.outbox where key = $1 order by seq',
    [key],
  );

test('the events of a key are numbered one after the other, their payload in canonical text', async () => {
  const first = await acme.tell('PO-1', 'a');
  await acme.tell('PO-2', 'b');
  await direct(acme.importer, acme.tenant, `select inventory.test_tell('PO-1', '{"z":"1", "a":{"c":2,"b":[]}}', null)`);
  expect(await outbox('PO-1')).toEqual([
    { id: first, seq: 1, sender: 'inventory', payload: '{"n":"a"}', chain: [], execution_id: null },
    expect.objectContaining({ seq: 2, payload: '{"a":{"b":[],"c":2},"z":"1"}' }),
  ]);
  expect(await outbox('PO-2')).toMatchObject([{ seq: 1 }]);
});

test('what is published is recorded with its transaction, and neither is there when that is undone', async () => {
  const undone = acme.importer.write(acme.tenant, async (tx) => {
    await tell(tx, 'PO-3', 'a');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await outbox('PO-3')).toEqual([]);
  const id = await acme.tell('PO-3', 'b');
  const records = await database.admin<{ record: string }>(
    `select record from audit.entry where kind = 'published' and record::jsonb ->> 'key' = 'PO-3'`,
  );
  expect(records.map(({ record }) => JSON.parse(record) as unknown)).toEqual([
    expect.objectContaining({
      event_id: id,
      topic: 'purchase_order.received',
      server: 'inventory',
      consumer: 'payments',
      seq: 1,
    }),
  ]);
});

test('who publishes the next event of a key waits for the one before, so that their order is the order of commits', async () => {
  const order: string[] = [];
  let release: (() => void) | undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = acme.importer.write(acme.tenant, async (tx) => {
    await tell(tx, 'PO-4', 'first');
    order.push('first told');
    await held;
    order.push('first ends');
  });
  await expect.poll(() => order, { timeout: 25_000 }).toEqual(['first told']);
  const second = acme.importer.write(acme.tenant, async (tx) => {
    await tell(tx, 'PO-4', 'second');
    order.push('second told');
  });
  const other = acme.tell('PO-5', 'another key').then(() => order.push('other told'));
  await other;
  release?.();
  await Promise.all([first, second]);
  expect(order).toEqual(['first told', 'other told', 'first ends', 'second told']);
  expect(await outbox('PO-4')).toMatchObject([
    { seq: 1, payload: '{"n":"first"}' },
    { seq: 2, payload: '{"n":"second"}' },
  ]);
});

test.each([
  ['a list', `'[]'`, 'PO-6', 'payload_check'],
  ['a text', `'"x"'`, 'PO-6', 'payload_check'],
  ['nothing', 'null', 'PO-6', 'payload'],
  ['more than 16 KB', `jsonb_build_object('n', repeat('x', 16400))`, 'PO-6', 'payload_check'],
  ['no key', `'{}'`, '', 'key_check'],
  ['a long key', `'{}'`, 'x'.repeat(129), 'key_check'],
])('refuses a payload or key that is %s', async (_, payload, key, constraint) => {
  const text = `select inventory.test_tell($1, ${payload}, null)`;
  await expect(direct(acme.importer, acme.tenant, text, [key])).rejects.toThrow(constraint);
});

test('whoever has an execution names one that they opened, and who has none names none', async () => {
  const publish = `select inventory.test_tell('PO-7', '{}', $1::uuid)`;
  const any = '018f0000-0000-7000-8000-000000000000';
  await expect(direct(acme.importer, acme.tenant, publish, [any])).rejects.toThrow('what a file says without');
  await expect(direct(acme.inventory, acme.tenant, publish, [null])).rejects.toThrow('with its execution');
  await expect(direct(acme.inventory, acme.tenant, publish, [any])).rejects.toThrow('did not open');
  expect(await outbox('PO-7')).toEqual([]);
});

const LOGINS = [...SERVERS.map((server) => `supercargo_${server}` as const), 'supercargo_importer'] as const;
const MAY: Readonly<Record<string, readonly string[]>> = {
  'purchase_order.received': ['supercargo_inventory', 'supercargo_importer'],
  'shipment.delayed': ['supercargo_logistics', 'supercargo_importer'],
  'return.approved': ['supercargo_returns'],
  'payment.proposed': ['supercargo_payments'],
  'order.forgotten': [],
};

test.each(LOGINS)('%s publishes what is its own, whatever function of whichever trade it calls', async (login) => {
  for (const server of SERVERS) {
    await database.admin(`
      create or replace function ${server}.test_publish(p_topic text) returns uuid language plpgsql security definer set search_path = '' as
        $$ begin return events.publish(p_topic, 'x', null, '{}'); end $$;
      alter function ${server}.test_publish(text) owner to supercargo_${server}_owner;
      grant usage on schema ${server} to ${login};
      grant execute on function ${server}.test_publish(text) to ${login}`);
  }
  const door = database.door(login, { connectionsMax: 1 });
  for (const [topic, may] of Object.entries(MAY)) {
    for (const server of SERVERS) {
      const told = direct(door, acme.tenant, `select ${server}.test_publish($1)`, [topic]);
      if (!may.includes(login)) await expect(told, topic).rejects.toThrow(`does not publish ${topic}`);
      else if (login === 'supercargo_importer') await expect(told, topic).resolves.toHaveLength(1);
      else await expect(told, topic).rejects.toThrow('with its execution');
    }
  }
});

test('what was told is never edited, nor a delivery that ended, whoever tries', async () => {
  const id = await acme.tell('PO-8', 'a');
  await database.admin(
    `update events.delivery set state = 'done', outcome = 'x', ended_at = clock_timestamp() where event_id = $1`,
    [id],
  );
  const given = await acme.tell('PO-9', 'a');
  await database.admin(
    `update events.delivery set state = 'parked', outcome = 'x', ended_at = clock_timestamp() where event_id = $1`,
    [given],
  );
  for (const text of [
    `update events.outbox set chain = '{mara}' where id = '${id}'`,
    `delete from events.outbox where id = '${id}'`,
    'truncate events.outbox cascade',
    `delete from events.delivery where event_id = '${id}'`,
    'truncate events.delivery',
    `update events.delivery set state = 'pending', ended_at = null where event_id = '${id}'`,
    `update events.delivery set state = 'done' where event_id = '${given}'`,
    `update events.delivery set outcome = 'y' where event_id = '${given}'`,
    `update events.delivery set consumer = 'inventory', state = 'pending', ended_at = null where event_id = '${given}'`,
    `update events.delivery set consumer = 'inventory' where state = 'pending'`,
  ]) {
    await expect(database.admin(text), text).rejects.toThrow('never edited');
  }
});
