import { csvImports, csvOf, foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CSV_TABLES } from './tables/all.ts';

const LINES = {
  payees: {
    ...{
      id: 'SUP-TEA',
      name: 'Nilgiri Tea Estates',
      country: 'IN',
      account: 'IN0012345678',
      verified_at: '2026-11-01',
    },
    ...{ verified_by: 'Fiona Walsh', allowed: 'true' },
  },
  cost_centres: { id: 'CC-1', name: 'Roastery' },
  payable_orders: {
    ...{
      number: 'PO-1',
      payee: 'SUP-TEA',
      currency: 'EUR',
      amount: '120.00',
      cost_centre: 'CC-1',
      ordered_on: '2026-11-01',
    },
  },
  goods_receipts: {
    ...{ number: 'GR-1', order: 'PO-1', currency: 'EUR', amount: '120.00', quantity: '10', received_at: '2026-11-10' },
  },
  invoices: {
    ...{ id: 'INV-1', payee: 'SUP-TEA', number: 'NT/1', order: 'PO-1', currency: 'EUR', amount: '120.00' },
    ...{ cost_centre: 'CC-1', received_on: '2026-11-12', due_on: '2026-12-12' },
  },
  customer_payments: {
    ...{ id: 'CP-1', order: 'SO-1', customer: 'CUS-1', currency: 'EUR', amount: '89.00', captured_at: '2026-11-12' },
  },
} as const;

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, { server: 'payments', csvTables: CSV_TABLES, lines: LINES });
afterAll(() => csv.remove());
beforeAll(async () => {
  for (const tenant of ['whole', 'twice', 'early', 'bank']) await foundTenant(database, { tenant });
});

test.each(Object.keys(LINES) as (keyof typeof LINES)[])(
  'takes a line of %s, and a second time changes nothing',
  async (table) => {
    await csv.fill('whole', table);
    const again = await csv.import('whole', table, csvOf([LINES[table]]));
    expect(again).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } });
  },
);

test('a bill that comes twice in a file is held, and one that matches is open', async () => {
  await csv.fill('twice', 'goods_receipts');
  const again = { ...LINES.invoices, id: 'INV-2', number: 'nt-01' };
  expect(await csv.import('twice', 'invoices', csvOf([LINES.invoices, again]))).toMatchObject({ ok: true });
  expect(
    await database.admin("select id, state, duplicate_of from payments.invoice where tenant_id = 'twice' order by id"),
  ).toEqual([
    { id: 'INV-1', state: 'open', duplicate_of: null },
    { id: 'INV-2', state: 'held', duplicate_of: 'INV-1' },
  ]);
});

test('a bill that comes before its order and goods is held until they come', async () => {
  await csv.fill('early', 'cost_centres');
  const held = async (): Promise<unknown> =>
    database.admin("select kind from payments.hold where tenant_id = 'early' and state = 'open' order by kind");
  await csv.import('early', 'invoices', csvOf([LINES.invoices]));
  expect(await held()).toEqual([{ kind: 'no_order' }, { kind: 'no_receipt' }]);
  await csv.import('early', 'goods_receipts', csvOf([LINES.goods_receipts]));
  expect(await held()).toEqual([{ kind: 'no_order' }]);
  await csv.import('early', 'payable_orders', csvOf([LINES.payable_orders]));
  expect(await held()).toEqual([]);
  await csv.import('early', 'payable_orders', csvOf([{ ...LINES.payable_orders, amount: '119.99' }]));
  expect(await held()).toEqual([{ kind: 'amount_differs' }]);
});

test('another account is not verified any more and waits, whatever the file says of the old one', async () => {
  const payee = async (): Promise<unknown> =>
    (
      await database.admin(
        `select account_last4, verified_at is not null as verified, changed_at > clock_timestamp() - interval '1 minute' as waits
         from payments.payee where tenant_id = 'bank'`,
      )
    )[0];
  await csv.fill('bank', 'payees');
  const client = await database.adminClient();
  await client.query(
    "begin; select set_config('app.tenant', 'bank', true); update payments.payee set changed_at = '2026-10-01'; commit",
  );
  expect(await payee()).toEqual({ account_last4: '5678', verified: true, waits: false });
  const moved = csvOf([{ ...LINES.payees, account: 'IN0012345699' }]);
  await csv.import('bank', 'payees', moved);
  expect(await payee()).toEqual({ account_last4: '5699', verified: false, waits: true });
  await csv.import('bank', 'payees', moved);
  expect(await payee()).toEqual({ account_last4: '5699', verified: false, waits: true });
});

test.each<[keyof typeof LINES, Readonly<Record<string, string>>, string]>([
  ['payees', { account: 'in 0012 3456' }, 'account'],
  ['payees', { verified_by: '' }, 'verified_by'],
  ['payable_orders', { payee: 'SUP-NOBODY' }, 'payee'],
  ['goods_receipts', { amount: '1.234' }, 'amount'],
  ['invoices', { amount: '0' }, 'amount'],
  ['invoices', { amount: '121.00' }, 'amount'],
  ['customer_payments', { amount: '-1' }, 'amount'],
])('%s with %j is refused, and names the column', async (table, change, column) => {
  const result = await csv.import('whole', table, csvOf([{ ...LINES[table], ...change }]));
  expect(result).toMatchObject({ ok: false, refusal: { line: 2, column } });
});
