import { answerOf, newRequest, openStage, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from '../inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const facts = { ...INVENTORY, mayAskAll: 'mara' };

const INPUT = { sku: 'COF-1KG', quantity: 40, warehouse: 'HAM-1', reason: 'a stockout ahead' };

async function structured(
  name: string,
  input: Record<string, unknown>,
  person = 'mara',
): Promise<Record<string, unknown>> {
  return answerOf(stage, person, name, input);
}

async function consented(input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const requestId = requestIdOf(await stage.call('mara', 'create_reorder', input, { canShow: ['forms'] }));
  const outcome = await stage.call('mara', 'create_reorder', input, { resumed: { requestId, answer: 'given' } });
  return outcome.kind === 'answered' ? outcome.structured : { outcome: outcome.kind };
}

test('plans: nothing is ordered by the call, and the card says what would be', async () => {
  const answer = await structured('create_reorder', INPUT);
  expect(answer).toMatchObject({
    outcome: 'waiting',
    card: {
      sentence:
        'Order 40 EA of Coffee beans, washed arabica, 1 kg bag from Finca La Esperanza into Hamburg Speicherstadt for 500.00 EUR.',
      changes: [{ what: 'On order of COF-1KG', before: '0', after: '40' }],
      cost: { amount: '500.00', currency: 'EUR' },
      guards: [
        { fact: 'price', value: '12.50 EUR' },
        { fact: 'supplier', value: 'Finca La Esperanza' },
      ],
      facts: [
        { fact: 'Stock in Hamburg Speicherstadt', value: '42, 30 of it allocated' },
        { fact: 'Lead time', value: '11 days' },
        { fact: 'Expected when ordered now', value: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) as string },
      ],
      asked_by: { person: 'Mara Lind', agent: 'an agent', words: { origin: 'agent', text: 'a stockout ahead' } },
    },
  });
  expect(String(answer['next'])).toContain('npx supercargo requests approve');
  expect((await rowCounts(database))['inventory.purchase_order']).toBe(0);
});

test('once consented to, it is ordered once, and what was ordered is read back', async () => {
  const answer = await consented({ ...INPUT, sku: 'TEA-ASM', quantity: 3 });
  expect(answer).toMatchObject({
    outcome: 'executed',
    undo: 'cancel_reorder cancels the purchase order until the goods are received',
    result: {
      ...{ sku: 'TEA-ASM', quantity: 3, amount: '24.60', currency: 'EUR', warehouse: 'HAM-1', on_order: 3 },
      ...{ purchase_order_state: 'open', supplier: { origin: 'supplier', text: 'Nilgiri Tea Estates' } },
    },
  });
  expect(await structured('create_reorder', { ...INPUT, sku: 'TEA-ASM', quantity: 3 })).toEqual(answer);
  expect((await rowCounts(database))['inventory.purchase_order']).toBe(1);
});

test('stock that nobody recorded is said to be not recorded on the card', async () => {
  expect(await structured('create_reorder', { sku: 'TEA-GRN', quantity: 1, warehouse: 'HAM-1' })).toMatchObject({
    card: {
      facts: [{ value: 'not recorded' }, { fact: 'Lead time', value: 'not recorded' }, { value: 'not recorded' }],
    },
  });
});

test.each([
  ['an unknown SKU', { sku: 'NO-SUCH' }, 'sku', 'unknown_sku'],
  ['an unknown warehouse', { warehouse: 'BER-9' }, 'warehouse', 'unknown_warehouse'],
  ['an item nobody sells', { sku: 'NO-SUPPLIER' }, 'sku', 'no_supplier'],
  ['an item without a price', { sku: 'NO-PRICE' }, 'sku', 'no_price'],
  ['more money than an order holds', { sku: 'GOLD', quantity: 1_000_000 }, 'quantity', 'amount_too_large'],
])('refuses %s, names the field, says what is accepted and writes nothing', async (_what, change, field, code) => {
  await database.admin(`insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency)
    values ('acme', 'NO-SUPPLIER', 'x', 'EA', null, 1, 'EUR'), ('acme', 'NO-PRICE', 'x', 'EA', 'SUP-TEA', null, null),
      ('acme', 'GOLD', 'x', 'EA', 'SUP-TEA', 1000000000001, 'EUR') on conflict do nothing`);
  const rows = await rowCounts(database);
  const outcome = await stage.call('mara', 'create_reorder', { ...INPUT, ...change });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
  expect(await rowCounts(database)).toEqual(rows);
});

test('a price in another currency than the policy’s is refused', async () => {
  await database.admin(`insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency)
    values ('acme', 'DOLLARS', 'x', 'EA', 'SUP-TEA', 1, 'USD')`);
  expect(await stage.call('mara', 'create_reorder', { ...INPUT, sku: 'DOLLARS' })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'currency' },
  });
});

test.each([
  ['a price', 'update inventory.item set price_minor = 400', 'the price changed from 3.90 EUR to 4.00 EUR'],
  ['a supplier', "update inventory.item set supplier_id = 'SUP-TEA'", 'the supplier changed from SUP-FINCA to SUP-TEA'],
])('%s that changed after it was asked is named, and nothing is ordered', async (_what, change, reason) => {
  const input = { ...INPUT, sku: 'COF-250', quantity: 7, idempotency_key: stage.runtime.newId() };
  const requestId = requestIdOf(await stage.call('mara', 'create_reorder', input, { canShow: ['forms'] }));
  await database.admin(`${change} where tenant_id = 'acme' and sku = 'COF-250'`);
  const orders = (await rowCounts(database))['inventory.purchase_order'];
  const outcome = await stage.call('mara', 'create_reorder', input, { resumed: { requestId, answer: 'given' } });
  await database.admin(
    "update inventory.item set price_minor = 390, supplier_id = 'SUP-FINCA' where tenant_id = 'acme' and sku = 'COF-250'",
  );
  expect(outcome).toMatchObject({ structured: { outcome: 'failed', reason: `${reason}; nothing was done` } });
  expect((await rowCounts(database))['inventory.purchase_order']).toBe(orders);
});

test('stock that moved while it waited does not matter', async () => {
  const input = { ...INPUT, sku: 'COF-250', quantity: 8 };
  const requestId = requestIdOf(await stage.call('mara', 'create_reorder', input, { canShow: ['forms'] }));
  await database.admin("update inventory.stock set on_hand = on_hand + 1 where tenant_id = 'acme' and sku = 'COF-250'");
  const outcome = await stage.call('mara', 'create_reorder', input, { resumed: { requestId, answer: 'given' } });
  expect(outcome).toMatchObject({ structured: { outcome: 'executed' } });
});

test('the same key with other arguments is refused, and names the key', async () => {
  await newRequest(facts, stage);
  const key = { idempotency_key: 'one key' };
  await structured('create_reorder', { ...INPUT, ...key });
  expect(await stage.call('mara', 'create_reorder', { ...INPUT, ...key, quantity: 41 })).toMatchObject({
    refusal: { code: 'idempotency_key_reused', field: 'idempotency_key' },
  });
});

test.each([
  ['its lead time after it was ordered', 'COF-250', 11],
  ['on no day where no lead time is recorded', 'TEA-GRN', null],
])('what was ordered is expected %s', async (_what, sku, days) => {
  const answer = await consented({ ...INPUT, sku, quantity: 1, idempotency_key: stage.runtime.newId() });
  const [row] = await database.admin<{ expected_on: string | null; days: number | null }>(
    `select to_char(expected_on, 'YYYY-MM-DD') as expected_on, expected_on - (ordered_at at time zone 'utc')::date as days
     from inventory.purchase_order where id = $1`,
    [(answer['result'] as Record<string, unknown>)['purchase_order_id']],
  );
  expect(row).toMatchObject({ days });
  expect(answer).toMatchObject({ result: { expected_on: row?.expected_on } });
});
