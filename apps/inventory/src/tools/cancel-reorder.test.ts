import { openStage, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY, newPurchaseOrder } from '../inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);

async function cancel(id: string): Promise<unknown> {
  const input = { purchase_order_id: id };
  const requestId = requestIdOf(await stage.call('mara', 'cancel_reorder', input, { canShow: ['forms'] }));
  return stage.call('mara', 'cancel_reorder', input, { resumed: { requestId, answer: 'given' } });
}

const stateOf = async (id: string): Promise<unknown> =>
  (await database.admin<{ state: string }>('select state from inventory.purchase_order where id = $1', [id]))[0]?.state;

test('undoes a reorder: the order is cancelled and no longer counted as on order', async () => {
  const id = await newPurchaseOrder(stage, 'mara', 200);
  expect(await stage.call('mara', 'get_stock', { sku: 'PKG-BAG1' })).toMatchObject({
    structured: { on_order: { value: 200 } },
  });
  expect(await stage.call('mara', 'cancel_reorder', { purchase_order_id: id })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: 'Cancel the purchase order of 200 × PKG-BAG1 from Kraftpack Verpackungen GmbH, 62.00 EUR.',
        cost: null,
      },
    },
  });
  expect(await stateOf(id)).toBe('open');
  expect(await cancel(id)).toMatchObject({
    structured: {
      outcome: 'executed',
      result: { purchase_order_id: id, purchase_order_state: 'cancelled', quantity: 200 },
    },
  });
  expect(await stage.call('mara', 'get_stock', { sku: 'PKG-BAG1' })).toMatchObject({
    structured: { on_order: { value: 0 } },
  });
});

test.each(['cancelled', 'received'])('refuses an order that is %s, and writes nothing', async (state) => {
  const id = await newPurchaseOrder(stage, 'mara');
  await database.admin(
    `update inventory.purchase_order set state = $2, cancelled_by = case when $2 = 'cancelled' then ordered_by end,
       received_at = case when $2 = 'received' then clock_timestamp() end where id = $1`,
    [id, state],
  );
  const rows = await rowCounts(database);
  expect(await stage.call('mara', 'cancel_reorder', { purchase_order_id: id })).toMatchObject({
    refusal: {
      code: 'not_cancellable',
      field: 'purchase_order_id',
      reason: `the purchase order is ${state}`,
      accepted: 'an open purchase order',
    },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('goods that came while it waited end the request, and the order stays received', async () => {
  const id = await newPurchaseOrder(stage, 'mara');
  const input = { purchase_order_id: id };
  const requestId = requestIdOf(await stage.call('mara', 'cancel_reorder', input, { canShow: ['forms'] }));
  await database.admin("update inventory.purchase_order set state = 'received', received_at = now() where id = $1", [
    id,
  ]);
  expect(await stage.call('mara', 'cancel_reorder', input, { resumed: { requestId, answer: 'given' } })).toMatchObject({
    structured: {
      outcome: 'failed',
      reason: 'the state of the purchase order changed from open to received; nothing was done',
    },
  });
  expect(await stateOf(id)).toBe('received');
});

test('refuses an order that nobody made', async () => {
  expect(await stage.call('mara', 'cancel_reorder', { purchase_order_id: stage.runtime.newId() })).toMatchObject({
    refusal: {
      code: 'unknown_purchase_order',
      field: 'purchase_order_id',
      accepted: 'a purchase_order_id that create_reorder or list_reorders answered',
    },
  });
});

test('asked again after it was done, a cancellation answers that it was done, and does nothing more', async () => {
  const id = await newPurchaseOrder(stage, 'mara');
  const done = await cancel(id);
  const rows = await rowCounts(database);
  expect(await stage.call('mara', 'cancel_reorder', { purchase_order_id: id })).toMatchObject({
    structured: {
      outcome: 'executed',
      request_id: (done as { structured: { request_id: string } }).structured.request_id,
    },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('an order that came by import is cancelled too, by its number, and a cancelled one is not cancelled again', async () => {
  const id = stage.runtime.newId();
  await database.admin(
    `insert into inventory.purchase_order (tenant_id, id, number, sku, supplier_id, warehouse_id, quantity, price_minor, currency)
     values ('acme', $1, 'PO [4711]', 'COF-1KG', 'SUP-FINCA', 'HAM-1', 60, 1250, 'EUR')`,
    [id],
  );
  expect(await stage.call('mara', 'cancel_reorder', { purchase_order_id: id })).toMatchObject({
    structured: {
      card: { sentence: expect.stringContaining('Cancel purchase order PO 4711 of 60 × COF-1KG') as string },
    },
  });
  expect(await cancel(id)).toMatchObject({ structured: { outcome: 'executed' } });
  const [row] = await database.admin(
    'select state, ordered_by, cancelled_by from inventory.purchase_order where id = $1',
    [id],
  );
  expect(row).toMatchObject({ state: 'cancelled', ordered_by: null, cancelled_by: expect.any(String) as string });
  const again = { purchase_order_id: id, idempotency_key: stage.runtime.newId() };
  expect(await stage.call('mara', 'cancel_reorder', again)).toMatchObject({ refusal: { code: 'not_cancellable' } });
});
