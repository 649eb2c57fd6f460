import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openRemarkFile } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import { recordsOf, testDatabase, PUBLISHED_SCMS as PUBLISHED } from '@supercargo/testing';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { importScms, type ImportReport } from './import-scms.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const tenant = TenantId.parse('scms');
const HISTORY = PUBLISHED ?? '';

async function imported(): Promise<ImportReport> {
  const result = await importScms(door, tenant, HISTORY);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

describe.skipIf(PUBLISHED === undefined)('the published file', () => {
  let report: ImportReport;
  beforeAll(async () => {
    report = await imported();
  });

  test('holds what it is known to hold', () => {
    expect(report).toMatchObject({
      ...{ lines: 10_324, linesRepeated: 0, orders: 6_233, vendors: 73, suppliers: 72, places: 1, items: 184 },
      value: { amount: '1627584457.29', currency: 'USD' },
      unknown: { total: 0, first: [] },
      leadTimes: {
        known: 4_587,
        notCaptured: 328,
        impossible: { total: 5, firstLines: [432, 456, 2_700, 3_389, 4_908] },
      },
      columnsUnknown: [],
      rows: {
        suppliers: { added: 72 },
        warehouses: { added: 1 },
        items: { added: 184 },
        orderLines: { added: 10_324 },
      },
      ...{ itemsPriced: 174, itemsWithLeadTime: 159 },
    });
    expect(report.notCaptured).toContainEqual({
      ...{ column: 'Freight Cost (USD)', word: 'See DN-… (ID#:…)', lines: 1_937 },
      reason: 'no amount: the file says that it stands on the line that it names',
    });
  });

  test('has every value that is kept as text written down, by line and with why', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'remarks-')), 'remarks.csv');
    const remarks = openRemarkFile(path, HISTORY, false);
    if (!remarks.ok) throw new Error(remarks.refusal);
    expect(await importScms(door, tenant, HISTORY, { dryRun: true, onRemark: remarks.value.add })).toMatchObject({
      ok: true,
    });
    remarks.value.finish();
    const written = parse<Record<'line' | 'column' | 'text' | 'reason', string>>(await readFile(path), {
      columns: true,
    });
    await rm(dirname(path), { recursive: true });
    const { notCaptured, unknown, leadTimes } = report;
    const words = notCaptured.reduce((sum, { lines }) => sum + lines, 0);
    expect(words).toBeGreaterThan(10_324);
    expect(written).toHaveLength(words + unknown.total + leadTimes.impossible.total);
    for (const { column, reason } of notCaptured) {
      const those = written.filter((one) => one.column === column && one.reason === reason);
      const sameReason = notCaptured.filter((one) => one.column === column && one.reason === reason);
      expect(those).toHaveLength(sameReason.reduce((sum, one) => sum + one.lines, 0));
    }
    expect(written).toContainEqual({
      ...{ line: '2', column: 'PO Sent to Vendor Date', text: 'Date Not Captured' },
      reason: 'no date: the file says that it was not captured',
    });
    const early = written.filter(({ reason }) => reason.startsWith('no lead time')).map(({ line }) => Number(line));
    expect(early).toEqual([432, 456, 2_700, 3_389, 4_908]);
  });

  test('is in the database to the cent', async () => {
    const [row] = await database.admin(
      `select count(*)::int as lines, count(distinct order_number)::int as orders, sum(value_minor)::text as cents,
         count(*) filter (where kind = 'purchase')::int as purchases, count(delivered_on)::int as delivered, count(ordered_on)::int as ordered,
         count(distinct supplier_id)::int as suppliers, count(distinct sku)::int as items, max(line_number) as last_line
       from inventory.order_line where tenant_id = $1`,
      [tenant],
    );
    expect(row).toEqual({
      ...{ lines: 10_324, orders: 6_233, cents: '162758445729', purchases: 4_920, delivered: 10_324, ordered: 4_592 },
      ...{ suppliers: 72, items: 184, last_line: 10_325 },
    });
  });

  test('is kept with every column of every line as it stood', async () => {
    const rows = await database.admin<{ columns: string }>(
      'select columns from inventory.order_line where tenant_id = $1 order by line_number',
      [tenant],
    );
    const first = JSON.parse(rows[0]?.columns ?? '{}') as Record<string, string>;
    expect(Object.keys(first)).toHaveLength(33);
    expect(first).toMatchObject({
      ID: '1',
      'PO Sent to Vendor Date': 'Date Not Captured',
      'Freight Cost (USD)': '780.34',
    });
    expect(first['Item Description']).toBe('HIV, Reveal G3 Rapid HIV-1 Antibody Test, 30 Tests');
  });

  test('is recorded in the audit log with its hash', async () => {
    const sha256 = createHash('sha256')
      .update(await readFile(HISTORY))
      .digest('hex');
    expect(await recordsOf(database, tenant)).toMatchObject([
      { kind: 'import', source: 'scms', server: 'inventory', tenant: 'scms', v: 1, file_sha256: sha256, lines: 10_324 },
    ]);
  });

  test('leaves the same rows when it is imported again, and says that they were there', async () => {
    const before = await booksOf(database, tenant);
    const again = await imported();
    expect(await booksOf(database, tenant)).toEqual(before);
    expect(again.rows).toEqual({
      suppliers: { added: 0, changed: 0, unchanged: 72 },
      warehouses: { added: 0, changed: 0, unchanged: 1 },
      items: { added: 0, changed: 0, unchanged: 184 },
      orderLines: { added: 0, changed: 0, unchanged: 10_324 },
    });
    expect(await recordsOf(database, tenant)).toHaveLength(2);
  });

  test('is reported block by block, first checked, then staged, then written', async () => {
    const seen: { readonly phase: string; readonly bytes: number; readonly bytesTotal: number }[] = [];
    await importScms(door, tenant, HISTORY, { onProgress: (progress) => seen.push(progress) });
    const phases = seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
    expect(phases).toEqual(['checking', 'staging', 'writing']);
    for (const phase of phases) {
      expect(seen.findLast((one) => one.phase === phase)).toMatchObject({ bytes: 3_823_829, bytesTotal: 3_823_829 });
    }
  });
});
