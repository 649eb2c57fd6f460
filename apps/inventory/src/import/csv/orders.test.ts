import { sentence } from '@supercargo/imports';
import { csvImports, csvOf, testDatabase } from '@supercargo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { INVENTORY_CSV, LINES } from './csv-file.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const csv = await csvImports(door, INVENTORY_CSV);
afterAll(csv.remove);

const ORDER = LINES.purchase_orders;

describe('an order whose number another source brought', () => {
  /** As the demo brings them: with an id that is no import's. */
  async function otherSource(tenant: string): Promise<void> {
    await csv.fill(tenant);
    await database.admin(`update inventory.purchase_order set id = $2 where tenant_id = $1`, [
      tenant,
      '00000000-0000-4000-8000-000000000001',
    ]);
  }

  test('is that order: the same again changes nothing', async () => {
    await otherSource('numbered');
    const before = await booksOf(database, 'numbered');
    const result = await csv.import('numbered', 'purchase_orders', csvOf([ORDER]));
    expect(result).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } });
    expect(await booksOf(database, 'numbered')).toEqual(before);
  });

  test('is changed where the file differs, and keeps its id', async () => {
    await otherSource('differs');
    const arrived = { ...ORDER, state: 'received', received_at: '2026-11-20' };
    const result = await csv.import('differs', 'purchase_orders', csvOf([arrived, { ...ORDER, number: 'PO-2' }]));
    expect(result).toMatchObject({ ok: true, value: { rows: { added: 1, changed: 1, unchanged: 0 } } });
    const rows = await database.admin(
      `select id::text, state from inventory.purchase_order where tenant_id = 'differs' and number = 'PO-4711'`,
    );
    expect(rows).toEqual([{ id: '00000000-0000-4000-8000-000000000001', state: 'received' }]);
  });
});

test('what the database does not take is a refusal that names the file, and nothing of it stays', async () => {
  await csv.fill('constrained');
  await database.admin(`alter table inventory.purchase_order add constraint scarce check (quantity <> 77) not valid`);
  const before = await booksOf(database, 'constrained');
  for (const dryRun of [false, true]) {
    const lines = csvOf([{ ...ORDER, number: 'PO-2', quantity: '77' }]);
    const result = await csv.import('constrained', 'purchase_orders', lines, { dryRun });
    if (result.ok || typeof result.refusal === 'string') throw new Error('taken');
    expect(sentence(result.refusal)).toMatch(/file-\d+\.csv: .*start again$/);
    expect(sentence(result.refusal)).not.toMatch(/constraint|scarce|duplicate/);
    expect(await booksOf(database, 'constrained')).toEqual(before);
  }
});

describe('where an order stands', () => {
  const STATES = {
    open: { state: '', received_at: '' },
    received: { state: 'received', received_at: '2026-11-20' },
    cancelled: { state: 'cancelled', received_at: '' },
  } as const;

  test.each([
    ['received', 'open'],
    ['received', 'cancelled'],
    ['cancelled', 'open'],
    ['cancelled', 'received'],
  ] as const)('an older file does not make a %s order %s', async (from, to) => {
    const tenant = `${from}-${to}`;
    await csv.fill(tenant);
    await csv.import(tenant, 'purchase_orders', csvOf([{ ...ORDER, ...STATES[from] }]));
    const before = await booksOf(database, tenant);
    const lines = csvOf([
      { ...ORDER, number: 'PO-2' },
      { ...ORDER, ...STATES[to] },
    ]);
    const result = await csv.import(tenant, 'purchase_orders', lines);
    expect(result).toMatchObject({ refusal: { code: 'recorded', line: 3, column: 'state' } });
    if (result.ok || typeof result.refusal === 'string') throw new Error('taken');
    expect(sentence(result.refusal)).toContain(
      `${from}, because order "PO-4711" was recorded as ${from} and never becomes ${to}, is accepted`,
    );
    expect(await booksOf(database, tenant)).toEqual(before);
  });

  test('a file that says nothing of it leaves it', async () => {
    await csv.fill('unsaid');
    await csv.import('unsaid', 'purchase_orders', csvOf([{ ...ORDER, ...STATES.received }]));
    const { state: _state, received_at: _at, ...rest } = ORDER;
    const result = await csv.import('unsaid', 'purchase_orders', csvOf([rest]));
    expect(result).toMatchObject({ ok: true, value: { rows: { changed: 0, unchanged: 1 } } });
  });
});
