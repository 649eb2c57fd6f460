import { openStage, requestIdOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY, newPurchaseOrder } from '../inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const importer = database.door('supercargo_importer', { connectionsMax: 1 });
const acme = stage.principal('mara').tenant;

const ordered = await newPurchaseOrder(stage, 'mara', 7);
const [made] = await database.admin<{ execution: string }>(
  'select ordered_by::text as execution from inventory.purchase_order where id = $1',
  [ordered],
);
const execution = made?.execution ?? 'no execution';

let statements = 0;
const write = (text: string, parameters: readonly string[]): Promise<unknown> =>
  importer.write(acme, (tx) => tx.query({ name: `kept_${(statements += 1).toString()}`, text }, parameters));

async function importedOrder(number: string): Promise<void> {
  await write(
    `insert into inventory.purchase_order (tenant_id, id, number, sku, supplier_id, warehouse_id, quantity, price_minor, currency)
     values (app.tenant(), gen_random_uuid(), $1, 'COF-1KG', 'SUP-FINCA', 'HAM-1', 10, 1250, 'EUR')`,
    [number],
  );
}

test.each([
  'quantity = 50000',
  "sku = 'COF-250'",
  "supplier_id = 'SUP-TEA'",
  "warehouse_id = 'RTM-1'",
  'price_minor = 1',
  "currency = 'USD'",
  "number = 'PO-1'",
  "expected_on = '2030-01-01'",
])('what a request ordered is not edited by an import: %s', async (change) => {
  await expect(write(`update inventory.purchase_order set ${change} where id = $1`, [ordered])).rejects.toThrow(
    'what a request ordered is never edited',
  );
});

test.each([
  ['ordered_by', `update inventory.purchase_order set ordered_by = $1::uuid`],
  ['cancelled_by', `update inventory.purchase_order set cancelled_by = $1::uuid, state = 'cancelled'`],
  [
    'done_by',
    `insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at, done_by)
     values (app.tenant(), gen_random_uuid(), 'COF-1KG', 'HAM-1', 'adjustment', -1, now(), $1::uuid)`,
  ],
])('an import says nobody’s execution: %s', async (_column, text) => {
  expect(execution).toMatch(/^[0-9a-f-]{36}$/);
  await expect(write(text, [execution])).rejects.toThrow('permission denied');
});

test('what was received stays so', async () => {
  await importedOrder('PO-R');
  await write(`update inventory.purchase_order set state = 'received', received_at = now() where number = $1`, [
    'PO-R',
  ]);
  await expect(
    write(`update inventory.purchase_order set state = 'open', received_at = null where number = $1`, ['PO-R']),
  ).rejects.toThrow('a purchase order does not go from received to open');
});

test('an imported order that became another is not cancelled on the word about the first', async () => {
  await importedOrder('PO-77');
  const [order] = await database.admin<{ id: string }>('select id from inventory.purchase_order where number = $1', [
    'PO-77',
  ]);
  const input = { purchase_order_id: order?.id };
  const requestId = requestIdOf(await stage.call('mara', 'cancel_reorder', input, { canShow: ['forms'] }));
  await write('update inventory.purchase_order set quantity = 50000 where number = $1', ['PO-77']);
  const answer = await stage.call('mara', 'cancel_reorder', input, { resumed: { requestId, answer: 'given' } });
  expect(JSON.stringify(answer)).toContain(
    'what was ordered changed from 10 COF-1KG from SUP-FINCA for 12500 EUR to 50000 COF-1KG from SUP-FINCA for 62500000 EUR',
  );
  expect(
    await database.admin('select state, cancelled_by from inventory.purchase_order where number = $1', ['PO-77']),
  ).toEqual([{ state: 'open', cancelled_by: null }]);
});
