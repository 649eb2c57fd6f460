import { readFile } from 'node:fs/promises';
import { TenantId } from '@supercargo/kernel';
import type { ScmsReport } from '@supercargo/imports';
import { PUBLISHED_SCMS, testDatabase } from '@supercargo/testing';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { importScms } from './import-scms.fixture.ts';
import type { Counts, Rows } from './trade.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const tenant = TenantId.parse('scms');
const HISTORY = PUBLISHED_SCMS ?? '';

/** What the code of a country is called where the file calls it otherwise. */
const CALLED: Readonly<Record<string, string>> = {
  'Congo - Kinshasa': 'Congo, DRC',
  'Côte d’Ivoire': "Côte d'Ivoire",
  Eswatini: 'Swaziland',
};

/** Dollars as the file has them, in cents: read here with nothing of the importer's. */
function cents(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

type Line = Readonly<Record<string, string>>;

function sums(lines: readonly Line[], column: string): Record<string, string> {
  const found = new Map<string, bigint>();
  for (const line of lines) {
    const name = line[column] ?? '';
    found.set(name, (found.get(name) ?? 0n) + cents(line['Line Item Value'] ?? ''));
  }
  return Object.fromEntries([...found].map(([name, sum]) => [name, sum.toString()]));
}

async function imported(): Promise<ScmsReport<Rows, Counts>> {
  const result = await importScms(door, tenant, HISTORY);
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

async function sumsBy(what: string, of: string): Promise<Record<string, string>> {
  const rows = await database.admin<{ name: string; sum: string }>(
    `select ${what} as name, sum(l.value_minor)::text as sum from orders.order_line l
     join orders.sales_order o on (o.tenant_id, o.number) = (l.tenant_id, l.order_number) where l.tenant_id = $1 and ${of} group by 1`,
    [tenant],
  );
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

describe.skipIf(PUBLISHED_SCMS === undefined)('the published file', () => {
  let report: ScmsReport<Rows, Counts>;
  let lines: readonly Line[];
  beforeAll(async () => {
    report = await imported();
    lines = parse<Line>(await readFile(HISTORY), { columns: true, bom: true });
  });

  test('is 6,233 orders of 10,324 lines worth USD 1,627,584,457.29', async () => {
    expect(report).toMatchObject({
      ...{ orders: 6_233, purchases: 2_816, stockOrders: 3_417, countriesUnknown: 0 },
      rows: {
        orders: { added: 6_233, changed: 0, unchanged: 0 },
        orderLines: { added: 10_324, changed: 0, unchanged: 0 },
      },
      value: { amount: '1627584457.29', currency: 'USD' },
    });
    const [row] = await database.admin(
      `select (select count(*)::int from orders.sales_order where tenant_id = $1) as orders, count(*)::int as lines,
         sum(value_minor)::text as cents, (select sum(value_minor)::text from orders.sales_order where tenant_id = $1) as order_cents,
         sum(quantity)::text as packs
       from orders.order_line where tenant_id = $1`,
      [tenant],
    );
    expect(row).toEqual({
      ...{ orders: 6_233, lines: 10_324, cents: '162758445729', order_cents: '162758445729' },
      packs: lines.reduce((sum, line) => sum + BigInt(line['Line Item Quantity'] ?? ''), 0n).toString(),
    });
  });

  test('has the value of every country that an independent reading has', async () => {
    const names = new Intl.DisplayNames('en', { type: 'region' });
    const byCode = await sumsBy('o.country', 'true');
    const called = (code: string): string => names.of(code) ?? code;
    const byName: Record<string, string> = Object.fromEntries(
      Object.entries(byCode).map(([code, sum]) => [CALLED[called(code)] ?? called(code), sum]),
    );
    expect(Object.keys(byName)).toHaveLength(43);
    expect(byName).toEqual(sums(lines, 'Country'));
  });

  test('has the value of every vendor, and of the distribution centre, which is no vendor', async () => {
    const purchases = lines.filter((line) => line['Fulfill Via'] === 'Direct Drop');
    const stock = lines.filter((line) => line['Fulfill Via'] !== 'Direct Drop');
    const byVendor = await sumsBy('o.vendor', "o.kind = 'purchase'");
    expect(Object.keys(byVendor)).toHaveLength(72);
    expect(byVendor).toEqual(sums(purchases, 'Vendor'));
    expect(await sumsBy('o.place', "o.kind = 'stock'")).toEqual({ RDC: sums(stock, 'Fulfill Via')['From RDC'] });
  });

  test('has what several shipments carry as parts, and the number of the one that carries an order', async () => {
    const shipments = new Map<string, Set<string>>();
    for (const line of lines) {
      const order = line['PO / SO #'] ?? '';
      shipments.set(order, (shipments.get(order) ?? new Set()).add(line['ASN/DN #'] ?? ''));
    }
    const several = [...shipments.values()].filter((those) => those.size > 1);
    const parts = several.reduce((sum, those) => sum + those.size, 0);
    expect(report.rows.parts).toEqual({ added: parts, changed: 0, unchanged: 0 });
    const [row] = await database.admin(
      `select (select count(*)::int from orders.sales_order where tenant_id = $1 and shipment_number is not null) as carried,
         count(distinct order_number)::int as orders, count(*)::int as parts, (select sum(quantity)::text from orders.part_line where tenant_id = $1) as packs
       from orders.shipment_part where tenant_id = $1`,
      [tenant],
    );
    const inParts = lines.filter((line) => (shipments.get(line['PO / SO #'] ?? '')?.size ?? 0) > 1);
    const packs = inParts.reduce((sum, line) => sum + BigInt(line['Line Item Quantity'] ?? ''), 0n);
    expect(row).toEqual({ carried: 6_233 - several.length, orders: several.length, parts, packs: packs.toString() });
  });

  test('is no customer’s, and every order of it was delivered', async () => {
    expect(
      await database.admin(
        'select state, count(*)::int, count(customer_id)::int as customers from orders.sales_order group by 1',
      ),
    ).toEqual([{ state: 'delivered', count: 6_233, customers: 0 }]);
  });

  test('leaves the same rows when it is imported again, and says that they were there', async () => {
    const books = (): Promise<readonly unknown[]> =>
      database.admin(
        `select 'o', count(*), md5(string_agg(o::text || o.xmin, '|' order by o.number)) from orders.sales_order o
         union all select 'l', count(*), md5(string_agg(l::text || l.xmin, '|' order by l.line_number)) from orders.order_line l
         union all select 'p', count(*), md5(string_agg(s::text || s.xmin, '|' order by s.order_number, s.part)) from orders.shipment_part s
         union all select 'q', count(*), md5(string_agg(q::text || q.xmin, '|' order by q.line_number)) from orders.part_line q`,
      );
    const before = await books();
    const again = await imported();
    expect(await books()).toEqual(before);
    expect(again.rows).toMatchObject({
      orders: { added: 0, changed: 0, unchanged: 6_233 },
      orderLines: { added: 0, changed: 0, unchanged: 10_324 },
    });
  });
});
