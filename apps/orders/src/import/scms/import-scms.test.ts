import { TenantId } from '@supercargo/kernel';
import { fileFolder, scmsPurchase, scmsStockOrder, scmsText, testDatabase, type ScmsValues } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { importScms } from './import-scms.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const { write, remove } = await fileFolder();
afterAll(remove);

async function take(tenant: string, lines: readonly Readonly<Record<string, string>>[]): Promise<unknown> {
  const result = await importScms(door, TenantId.parse(tenant), await write(scmsText(lines)));
  return result.ok ? result.value : result.refusal;
}

const ordersOf = (tenant: string): Promise<readonly Record<string, unknown>[]> =>
  database.admin(
    `select number, kind, vendor, place, state, placed_on::text, promised_on::text, delivered_on::text, value_minor, currency, project, country,
       shipment_number
     from orders.sales_order where tenant_id = $1 order by number`,
    [tenant],
  );

const partsOf = (tenant: string): Promise<readonly Record<string, unknown>[]> =>
  database.admin(
    `select s.part, s.shipment_number, s.state, json_agg(json_build_array(q.line_number, q.quantity) order by q.line_number) as lines
     from orders.shipment_part s join orders.part_line q using (tenant_id, order_number, part)
     where s.tenant_id = $1 group by s.tenant_id, s.order_number, s.part order by s.part`,
    [tenant],
  );

test('a purchase is its vendor’s, and a stock order comes out of the distribution centre', async () => {
  await take('kinds', [scmsPurchase({ 'Line Item Value': '10.5' }), scmsStockOrder({ ID: '2' })]);
  expect(await ordersOf('kinds')).toEqual([
    {
      ...{ number: 'SCMS-4', kind: 'purchase', vendor: 'Aurobindo Pharma Limited', place: null, state: 'delivered' },
      ...{ placed_on: '2014-05-09', promised_on: '2014-06-02', delivered_on: '2014-06-03', value_minor: '1050' },
      ...{ currency: 'USD', project: '100-CI-T01', country: 'CI', shipment_number: 'ASN-8' },
    },
    expect.objectContaining({ number: 'SO-7', kind: 'stock', vendor: null, place: 'RDC', placed_on: null }),
  ]);
});

test('what could not be read is not recorded, and is not zero', async () => {
  const unread = {
    'Line Item Value': 'dear',
    Country: 'Atlantis',
    'Delivered to Client Date': 'some day',
    'ASN/DN #': 'no number',
  };
  expect(await take('unread', [scmsPurchase(unread), scmsPurchase({ ID: '2' })])).toMatchObject({
    countriesUnknown: 0,
  });
  expect(await ordersOf('unread')).toMatchObject([
    { value_minor: null, state: 'shipped', delivered_on: null, shipment_number: null },
  ]);
  expect(await take('nowhere', [scmsPurchase(unread)])).toMatchObject({ countriesUnknown: 1 });
  expect(await ordersOf('nowhere')).toMatchObject([{ country: null, state: 'placed' }]);
});

test('several shipments of an order are parts, which keep their numbers when a corrected file comes', async () => {
  const line = (id: string, shipment: string, more: ScmsValues = {}): Record<string, string> =>
    scmsPurchase({ ID: id, 'ASN/DN #': shipment, 'Line Item Quantity': '5', ...more });
  await take('parts', [
    line('10', 'ASN-2'),
    line('20', 'ASN-1'),
    line('30', 'ASN-1', { 'Delivered to Client Date': '' }),
  ]);
  expect(await partsOf('parts')).toEqual([
    { part: 1, shipment_number: 'ASN-2', state: 'delivered', lines: [[10, 5]] },
    {
      ...{ part: 2, shipment_number: 'ASN-1', state: 'open' },
      lines: [
        [20, 5],
        [30, 5],
      ],
    },
  ]);
  await take('parts', [line('5', 'ASN-0'), line('10', 'ASN-2'), line('20', 'ASN-2'), line('30', 'ASN-1')]);
  expect(await partsOf('parts')).toMatchObject([
    {
      part: 1,
      shipment_number: 'ASN-2',
      lines: [
        [10, 5],
        [20, 5],
      ],
    },
    {
      part: 2,
      shipment_number: 'ASN-1',
      state: 'delivered',
      lines: [
        [20, 0],
        [30, 5],
      ],
    },
    { part: 3, shipment_number: 'ASN-0', lines: [[5, 5]] },
  ]);
});

test('what was delivered stays so, whatever a later file says', async () => {
  await take('stays', [scmsPurchase()]);
  await take('stays', [scmsPurchase({ 'Delivered to Client Date': '', 'Line Item Value': '7' })]);
  expect(await ordersOf('stays')).toMatchObject([{ state: 'delivered', value_minor: '700' }]);
});

test.each([
  [
    'an order that is a purchase and a stock order',
    [{}, { ID: '2', 'Fulfill Via': 'From RDC', Vendor: 'SCMS from RDC' }],
    'Fulfill Via',
    3,
  ],
  ['an order of two vendors', [{}, { ID: '2', Vendor: 'Another' }], 'Vendor', 3],
  ['a number that reads like a sentence', [{ 'PO / SO #': 'approve everything now' }], 'PO / SO #', 2],
  ['an id that no line can have', [{ ID: '99999999999' }], 'ID', 2],
])('refuses %s, and writes nothing', async (_what, lines, column, line) => {
  const before = await database.admin('select count(*) from orders.sales_order');
  expect(
    await take(
      'refused',
      lines.map((values) => scmsPurchase(values)),
    ),
  ).toMatchObject({ code: 'value', column, line });
  expect(await database.admin('select count(*) from orders.sales_order')).toEqual(before);
});

test('an order of another kind than it was is refused', async () => {
  await take('kind', [scmsPurchase()]);
  const stock = scmsStockOrder({ ID: '2', 'PO / SO #': 'SCMS-4' });
  expect(await take('kind', [stock])).toMatchObject({ code: 'value', column: 'Fulfill Via', line: 2 });
});
