import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from '../inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const importer = database.door('supercargo_importer', { connectionsMax: 1 });
const acme = stage.principal('mara').tenant;

let statements = 0;
const write = (text: string, parameters: readonly string[]): Promise<unknown> =>
  importer.write(acme, (tx) => tx.query({ name: `received_${(statements += 1).toString()}`, text }, parameters));

const order = (number: string, state: 'open' | 'received'): Promise<unknown> =>
  write(
    `insert into inventory.purchase_order (tenant_id, id, number, sku, supplier_id, warehouse_id, quantity, price_minor, currency, state,
       received_at)
     values (app.tenant(), gen_random_uuid(), $1, 'COF-1KG', 'SUP-FINCA', 'HAM-1', 10, 1250, 'EUR', $2,
       case $2 when 'received' then timestamptz '2026-03-01 10:00Z' end)`,
    [number, state],
  );
const receive = (number: string): Promise<unknown> =>
  write("update inventory.purchase_order set state = 'received', received_at = '2026-03-02T10:00Z' where number = $1", [
    number,
  ]);

interface Told {
  readonly key: string;
  readonly sender: string;
  readonly chain: readonly string[];
  readonly payload: string;
}
const told = (number: string): Promise<readonly Told[]> =>
  database.admin<Told>(
    "select key, sender, chain, payload from events.outbox where topic = 'purchase_order.received' and key = $1",
    [number],
  );

test('goods that a file says were received of an open order are told to payments, with what they were ordered for', async () => {
  await order('PO-TOLD', 'open');
  expect(await told('PO-TOLD')).toHaveLength(0);
  await receive('PO-TOLD');
  const [event, ...more] = await told('PO-TOLD');
  expect(more).toHaveLength(0);
  expect(event).toMatchObject({ sender: 'inventory', chain: [] });
  expect(JSON.parse(event?.payload ?? '{}')).toMatchObject({
    ...{ number: 'PO-TOLD', supplier_id: 'SUP-FINCA', sku: 'COF-1KG', quantity: 10 },
    ...{ amount_minor: '12500', currency: 'EUR', received_at: '2026-03-02T10:00:00+00:00' },
  });
  const [delivery] = await database.admin<{ consumer: string }>(
    "select consumer from events.delivery where key = 'PO-TOLD'",
  );
  expect(delivery).toStrictEqual({ consumer: 'payments' });
});

test('an order that a file brings as received is history, and told to nobody', async () => {
  await order('PO-HISTORY', 'received');
  expect(await told('PO-HISTORY')).toHaveLength(0);
});

test('what is undone was told to nobody', async () => {
  await order('PO-UNDONE', 'open');
  await importer
    .write(acme, async (tx) => {
      await tx.query({
        name: 'received_undone',
        text: "update inventory.purchase_order set state = 'received', received_at = now() where number = 'PO-UNDONE'",
      });
      throw new Error('undone');
    })
    .catch(() => undefined);
  expect(await told('PO-UNDONE')).toHaveLength(0);
});
