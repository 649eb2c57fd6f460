import { csvImports, csvOf, openStage, peopleOf, testDatabase, type CsvLine } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { RETURNS } from '../../returns.fixture.ts';
import { newReturn } from '../../store/writes.fixture.ts';
import { LINES, RETURNS_CSV, type TableName } from './csv-file.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, RETURNS_CSV);
afterAll(csv.remove);

const NAMES = Object.keys(LINES) as TableName[];

test('one line of every table becomes one row, as the line says, and a line is of the customer of its return', async () => {
  await csv.fill('every');
  const [row] = await database.admin(
    `select r.order_number, r.customer_id, r.reason, r.words, r.delivered_on::text, r.state, r.refund_minor, r.decided_by, l.customer_id as line_of,
       l.sku, l.description, l.category, l.value_minor, p.restocking_bp, p.limit_minor, c.label_minor, u.name
     from returns.rma r join returns.rma_line l on (l.tenant_id, l.rma_id) = (r.tenant_id, r.id)
       join returns.return_policy p on (p.tenant_id, p.reason) = (r.tenant_id, r.reason) join returns.carrier c on c.tenant_id = r.tenant_id
       join returns.customer u on (u.tenant_id, u.id) = (r.tenant_id, r.customer_id) where r.tenant_id = 'every'`,
  );
  expect(row).toEqual({
    ...{ order_number: 'SO-1003', customer_id: 'CUS-CARLA', reason: 'changed_mind', words: 'Not needed, sorry' },
    ...{ delivered_on: '2026-11-12', state: 'approved', refund_minor: '7000', decided_by: null, line_of: 'CUS-CARLA' },
    ...{ sku: 'EQP-GRH', description: 'Grinder, "by hand"', category: 'machines', value_minor: '8000' },
    ...{ restocking_bp: 1250, limit_minor: '50000', label_minor: '1490', name: 'Carla Bianchi' },
  });
});

test.each(NAMES)('%s imported again are there already', async (name) => {
  await csv.fill('again');
  expect(await csv.import('again', name, csvOf([LINES[name]]))).toMatchObject({
    ...{ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } },
  });
});

const CHANGES: readonly (readonly [TableName, CsvLine])[] = [
  ['customers', { name: 'Carla B.' }],
  ['label_carriers', { label_price: '15.00' }],
  ['return_policy', { restocking_percent: '0' }],
  ['returns', { state: 'received', received_at: '2026-11-21T09:00:00Z' }],
  ['return_lines', { quantity: '1' }],
];

test.each(CHANGES)('a row of %s that differs is changed', async (name, change) => {
  // A company for each, for a return that moved on does not go back.
  await csv.fill(`changed-${name.replace('_', '-')}`);
  expect(
    await csv.import(`changed-${name.replace('_', '-')}`, name, csvOf([{ ...LINES[name], ...change }])),
  ).toMatchObject({
    ...{ ok: true, value: { rows: { added: 0, changed: 1, unchanged: 0 } } },
  });
});

const BAD: readonly (readonly [TableName, CsvLine, column: string])[] = [
  ['customers', { id: 'CUS CARLA' }, 'id'],
  ['label_carriers', { label_price: '-1' }, 'label_price'],
  ['return_policy', { reason: 'greed' }, 'reason'],
  ['return_policy', { window_days: '3651' }, 'window_days'],
  ['return_policy', { restocking_percent: '100.01' }, 'restocking_percent'],
  ['return_policy', { restocking_percent: '1,5' }, 'restocking_percent'],
  ['returns', { return: 'RMA/3001' }, 'return'],
  ['returns', { customer: 'CUS-NONE' }, 'customer'],
  ['returns', { state: 'lost' }, 'state'],
  ['returns', { decided_at: '' }, 'decided_at'],
  ['returns', { state: 'requested', decided_at: '' }, 'refund'],
  ['returns', { rejected_because: 'too late' }, 'rejected_because'],
  ['returns', { received_at: '2026-11-21' }, 'received_at'],
  ['returns', { closed_at: '2026-11-21' }, 'closed_at'],
  ['return_lines', { return: 'RMA-NONE' }, 'return'],
  ['return_lines', { line: '51' }, 'line'],
  ['return_lines', { quantity: '0' }, 'quantity'],
  ['return_lines', { price: '10000000.01' }, 'price'],
];

test.each(BAD)(
  'a line of %s with %j is refused by its column, and nothing is written',
  async (name, change, column) => {
    await csv.fill('bad');
    const text = csvOf([{ ...LINES[name], ...change }]);
    const result = await csv.import('bad', name, text);
    expect(result).toMatchObject({ ok: false });
    expect(JSON.stringify(result)).toContain(`"${column}"`);
  },
);

test('a return goes no way in a file that it does not go in the trade', async () => {
  await csv.fill('ways');
  const rejected = { ...LINES.returns, state: 'rejected', refund: '' };
  expect(await csv.import('ways', 'returns', csvOf([rejected]))).toMatchObject({ ok: false });
});

test('what a request decided stays: the same lines are there already, others are refused', async () => {
  const stage = await openStage(database, RETURNS);
  const tenant = 'acme';
  const id = await newReturn(stage, { lines: [{ sku: 'COF-1KG', category: 'coffee', price: 19_00 }] });
  await peopleOf(stage).consented('mara', 'approve_return', { rma_id: id });
  const line = {
    ...{
      return: id,
      line: '1',
      sku: 'COF-1KG',
      description: 'Coffee beans, washed arabica, 1 kg bag',
      category: 'coffee',
    },
    ...{ quantity: '1', currency: 'EUR', price: '19.00' },
  };
  expect(await csv.import(tenant, 'return_lines', csvOf([line]))).toMatchObject({
    ...{ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } },
  });
  for (const other of [{ quantity: '9' }, { line: '2' }]) {
    expect(await csv.import(tenant, 'return_lines', csvOf([{ ...line, ...other }]))).toMatchObject({ ok: false });
  }
});
