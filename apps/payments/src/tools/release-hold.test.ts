import { openStage, peopleOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from '../payments.fixture.ts';
import { arrange, newInvoice } from '../store/arrange.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
const { tenant } = stage.principal('nobody');
const { approve, worked } = peopleOf(stage);

async function stateOf(invoice: string): Promise<unknown> {
  const [row] = await database.admin<{ state: string }>('select state from payments.invoice where id = $1', [invoice]);
  return row?.state;
}

test('two others of finance release it: the invoice is open, and is not held again for the same facts', async () => {
  const asked = await stage.call('felix', 'release_hold', { invoice: 'INV-7006', kind: 'amount_differs' });
  expect(asked).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence:
          'Release the hold amount_differs on invoice INV-7006 of Porto Verde Coffee Importers (SUP-PORTO) over 4,530.00 EUR.',
        flags: ['billed are 4,530.00 EUR, and order PO-7006 is of 4,350.00 EUR'],
        changes: [{ before: 'open', after: 'released' }],
        cost: null,
      },
    },
  });
  const id = requestIdOf(asked);
  expect(await approve(id, 'felix')).toBe('own_request');
  expect(await approve(id, 'mara')).toBe('may_not_approve');
  expect(await approve(id, 'fiona')).toBeNull();
  await worked(id);
  expect(await stateOf('INV-7006')).toBe('held');
  expect(await approve(id, 'freya')).toBeNull();
  await worked(id);
  expect(await stateOf('INV-7006')).toBe('open');
  await arrange(
    database,
    tenant,
    "update payments.purchase_order set ordered_on = current_date where number = 'PO-7006'",
  );
  expect(await stateOf('INV-7006')).toBe('open');
  // Other facts are another hold.
  await arrange(database, tenant, "update payments.purchase_order set amount_minor = 1 where number = 'PO-7006'");
  expect(await stateOf('INV-7006')).toBe('held');
});

test('goods that come release the hold by themselves, and the request for it ends', async () => {
  const invoice = await newInvoice(database, tenant, { received: false });
  const id = requestIdOf(await stage.call('felix', 'release_hold', { invoice, kind: 'no_receipt' }));
  await approve(id, 'fiona');
  await approve(id, 'freya');
  await arrange(
    database,
    tenant,
    `insert into payments.goods_receipt (tenant_id, order_number, amount_minor, currency, received_at, number)
     values ($1, $2, 50000, 'EUR', now(), 'GR-late')`,
    [tenant, `PO-${invoice}`],
  );
  expect(await stateOf(invoice)).toBe('open');
  await worked(id);
  expect(await stage.call('felix', 'get_payments_request', { request_id: id })).toMatchObject({
    structured: { outcome: 'failed', reason: 'the state of the hold changed from open to released; nothing was done' },
  });
});

test.each([
  [{ invoice: 'INV-7002', kind: 'duplicate' }, 'kind', 'unknown_hold'],
  [{ invoice: 'INV-7001-B', kind: 'no_receipt' }, 'kind', 'unknown_hold'],
  [{ invoice: 'INV-NONE', kind: 'duplicate' }, 'invoice', 'unknown_invoice'],
])('refuses %j, and writes nothing', async (input, field, code) => {
  const rows = await rowCounts(database);
  expect(await stage.call('felix', 'release_hold', input)).toMatchObject({ refusal: { field, code } });
  expect(await rowCounts(database)).toEqual(rows);
});

test('a manager may not even ask', async () => {
  expect(await stage.call('mara', 'release_hold', { invoice: 'INV-7005', kind: 'no_receipt' })).toMatchObject({
    refusal: { step: 'scopes', code: 'insufficient_scope' },
  });
  expect(stage.faults).toEqual([]);
});
