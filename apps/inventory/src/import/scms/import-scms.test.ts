import { appendFile } from 'node:fs/promises';
import { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import {
  recordsOf,
  testDatabase,
  scmsText as csv,
  fileFolder as folder,
  scmsPurchase as purchase,
  scmsStockOrder as stockOrder,
} from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { booksOf } from '../staging/store/books.fixture.ts';
import { importScms, type ImportReport } from './import-scms.fixture.ts';

const database = await testDatabase();
const nothing = await booksOf(database, 'nobody');
const door = database.door('supercargo_importer');
const { write, remove } = await folder();
afterAll(remove);

async function imported(tenant: TenantId, path: string): Promise<ImportReport> {
  const result = await importScms(door, tenant, path);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

interface Item {
  readonly description: string;
  readonly unit: string;
  readonly supplier: string | null;
  readonly price_minor: string | null;
  readonly currency: string | null;
  readonly price_as_of: string | null;
  readonly lead_time_days: number | null;
}

function itemsOf(tenant: TenantId): Promise<readonly Item[]> {
  return database.admin<Item & Record<string, unknown>>(
    `select i.description, i.unit, s.name as supplier, i.price_minor, i.currency, to_char(i.price_as_of at time zone 'UTC', 'YYYY-MM-DD') as price_as_of,
       i.lead_time_days
     from inventory.item i left join inventory.supplier s on s.tenant_id = i.tenant_id and s.id = i.supplier_id
     where i.tenant_id = $1 order by i.description`,
    [tenant],
  );
}

test('an item has price, supplier and lead time of its last purchase by delivery, then by number; a stock order says none of them', async () => {
  const tenant = TenantId.parse('last');
  const item = { 'Item Description': 'A' };
  const path = await write(
    csv([
      purchase({ ...item, ID: '9', 'Delivered to Client Date': '01-Jun-14', Vendor: 'Early', 'Pack Price': '1' }),
      purchase({ ...item, ID: '10', 'Delivered to Client Date': '03-Jun-14', Vendor: 'Last', 'Pack Price': '3.1' }),
      purchase({ ...item, ID: '8', 'Delivered to Client Date': '03-Jun-14', Vendor: 'Same day', 'Pack Price': '2' }),
      stockOrder({ ...item, ID: '11', 'Delivered to Client Date': '04-Jun-14', 'Pack Price': '9' }),
      stockOrder({ ID: '12', 'Item Description': 'B' }),
      purchase({
        ID: '13',
        'Item Description': 'C',
        'PO Sent to Vendor Date': 'Date Not Captured',
        'Pack Price': 'dear',
      }),
    ]),
  );
  await imported(tenant, path);
  const unit = 'XPK';
  expect(await itemsOf(tenant)).toEqual([
    {
      description: 'A',
      unit,
      supplier: 'Last',
      price_minor: '310',
      currency: 'USD',
      price_as_of: '2014-06-03',
      lead_time_days: 25,
    },
    {
      description: 'B',
      unit,
      supplier: null,
      price_minor: null,
      currency: null,
      price_as_of: null,
      lead_time_days: null,
    },
    {
      ...{
        description: 'C',
        unit,
        supplier: 'Aurobindo Pharma Limited',
        price_minor: null,
        currency: null,
        price_as_of: null,
      },
      lead_time_days: null,
    },
  ]);
});

test('the regional distribution centre is a warehouse without a country and no supplier, and no stock is made up', async () => {
  const tenant = TenantId.parse('rdc');
  const report = await imported(tenant, await write(csv([purchase(), stockOrder({ ID: '2' })])));
  expect(report).toMatchObject({ vendors: 2, suppliers: 1, places: 1 });
  const [found] = await database.admin(
    `select (select json_agg(json_build_array(id, country)) from inventory.warehouse where tenant_id = $1) as warehouses,
            (select json_agg(name) from inventory.supplier where tenant_id = $1) as suppliers,
            (select json_agg(json_build_array(kind, place, supplier_id is null) order by line_id) from inventory.order_line
              where tenant_id = $1) as lines,
            (select count(*)::int from inventory.stock where tenant_id = $1) as stock`,
    [tenant],
  );
  expect(found).toEqual({
    warehouses: [['RDC', null]],
    suppliers: ['Aurobindo Pharma Limited'],
    lines: [
      ['purchase', null, false],
      ['stock', 'RDC', true],
    ],
    stock: 0,
  });
});

test('an older part of the history imported later does not make its prices the last', async () => {
  const tenant = TenantId.parse('older');
  await imported(tenant, await write(csv([purchase({ ID: '2' })])));
  const later = await itemsOf(tenant);
  const older = purchase({ ID: '1', 'Delivered to Client Date': '01-Jun-13', 'Pack Price': '1', Vendor: 'Former' });
  const report = await imported(tenant, await write(csv([older])));
  expect(report.rows).toMatchObject({ items: { added: 0, changed: 0, unchanged: 1 }, orderLines: { added: 1 } });
  expect(await itemsOf(tenant)).toEqual(later);
});

test('a corrected file changes the lines that differ and leaves the others alone', async () => {
  const tenant = TenantId.parse('corrected');
  await imported(tenant, await write(csv([purchase(), purchase({ ID: '2' })])));
  const report = await imported(
    tenant,
    await write(csv([purchase(), purchase({ ID: '2', 'Pack Price': '5' }), purchase({ ID: '3' })])),
  );
  expect(report.rows.orderLines).toEqual({ added: 1, changed: 1, unchanged: 1 });
});

test('a refusal on the last line leaves nothing behind but the record of it, which says no value of the file', async () => {
  const tenant = TenantId.parse('refused');
  const before = await booksOf(database, tenant);
  const lines = Array.from({ length: 2_500 }, (_, at) => purchase({ ID: String(at) }));
  const path = await write(csv([...lines, purchase({ ID: '9999', 'Line Item Quantity': '-1' })]));
  expect(await importScms(door, tenant, path)).toEqual({
    ok: false,
    refusal: {
      code: 'value',
      file: path,
      line: 2_502,
      column: 'Line Item Quantity',
      accepted: 'a whole number of packs, zero or more,',
    },
  });
  expect(await booksOf(database, tenant)).toEqual(before);
  expect(await recordsOf(database, tenant)).toEqual([
    {
      ...{
        v: 1,
        kind: 'import',
        server: 'inventory',
        tenant,
        source: 'scms',
        outcome: 'refused',
        code: 'value',
        lines: 0,
      },
      ...{
        file: expect.stringMatching(/^history-\d+\.csv$/) as string,
        bytes: expect.any(Number) as number,
        file_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    },
  ]);
});

const WHY_NO_AMOUNT = 'no amount: it is no plain amount of dollars with at most two decimals';

test('what could not be read is told by line and column, and words by how often', async () => {
  const tenant = TenantId.parse('unread');
  const text = csv([
    purchase({ 'Pack Price': 'dear \u202e' }),
    purchase({ ID: '2', 'Weight (Kilograms)': 'Weight Captured Separately' }),
    stockOrder({ ID: '3', 'Weight (Kilograms)': 'Weight Captured Separately' }),
  ]);
  expect(await imported(tenant, await write(text))).toMatchObject({
    ...{ lines: 3, vendors: 2, suppliers: 1, places: 1 },
    unknown: {
      total: 1,
      first: [{ line: 2, column: 'Pack Price', text: { origin: 'scms', text: 'dear \ufffd' }, reason: WHY_NO_AMOUNT }],
    },
    notCaptured: [
      { column: 'Vendor INCO Term', word: 'N/A - From RDC', lines: 1 },
      { column: 'PO Sent to Vendor Date', word: 'N/A - From RDC', lines: 1 },
      { column: 'Weight (Kilograms)', word: 'Weight Captured Separately', lines: 2 },
    ],
  });
});

test('a file that changes between check and writing is refused, and nothing of it stays', async () => {
  const tenant = TenantId.parse('changed');
  const path = await write(csv([purchase()]));
  const [, line = ''] = csv([purchase({ ID: '2' })]).split('\r\n');
  const meddling: TenantDoor = {
    ...door,
    write: async (of, work) => {
      await appendFile(path, `${line}\r\n`);
      return door.write(of, work);
    },
  };
  expect(await importScms(meddling, tenant, path)).toEqual({ ok: false, refusal: { code: 'changed', file: path } });
  expect(await booksOf(database, tenant)).toEqual(nothing);
});

test('two imports into one tenant do not run at once, and those of two tenants do', async () => {
  const tenant = TenantId.parse('busy');
  const path = await write(csv([purchase()]));
  await door.write(tenant, async (tx) => {
    await tx.query({ name: 'hold', text: `select pg_advisory_xact_lock(hashtextextended('import/' || $1, 0))` }, [
      tenant,
    ]);
    expect(await importScms(door, tenant, path)).toEqual({ ok: false, refusal: { code: 'busy', file: path } });
    expect(await importScms(door, TenantId.parse('idle'), path)).toMatchObject({ ok: true });
  });
  expect(await importScms(door, tenant, path)).toMatchObject({ ok: true });
});
