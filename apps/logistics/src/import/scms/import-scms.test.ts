import { importScms } from '@supercargo/imports';
import { TenantId } from '@supercargo/kernel';
import {
  fileFolder,
  scmsPurchase as purchase,
  scmsStockOrder as stockOrder,
  scmsText,
  testDatabase,
} from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { SCMS } from './trade.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const { write, remove } = await fileFolder();
afterAll(remove);

async function imported(
  tenant: string,
  lines: readonly Readonly<Record<string, string>>[],
): Promise<Readonly<Record<string, unknown>>> {
  const file = await write(scmsText(lines));
  const result = await importScms(door, TenantId.parse(tenant), { server: 'logistics', trade: SCMS, file });
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value as unknown as Record<string, unknown>;
}

const shipments = (tenant: string): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  database.admin(
    `select s.id, s.flow, s.state, s.supplier_name, s.mode, s.country, s.incoterm, s.weight_g::int, s.weight_said, s.promised_on::text,
       s.delivered_on::text, s.days_early, f.freight_minor::int, f.currency, f.freight_said
     from logistics.shipment s left join logistics.freight f on f.tenant_id = s.tenant_id and f.shipment_id = s.id
     where s.tenant_id = $1 order by s.id`,
    [tenant],
  );

const freight = 'Freight Cost (USD)';
const weight = 'Weight (Kilograms)';
const LATE = { 'Delivered to Client Date': '05-Jun-14' };

test('one ASN is one shipment, whatever its lines: promised for their latest day, delivered on the latest, weight and freight once', async () => {
  const report = await imported('lines', [
    purchase({ ...LATE, ID: '1', 'Scheduled Delivery Date': '02-Jun-14' }),
    purchase({
      ...LATE,
      ID: '2',
      'Scheduled Delivery Date': '04-Jun-14',
      [freight]: 'See ASN-8 (ID#:1)',
      [weight]: 'See ASN-8 (ID#:1)',
    }),
  ]);
  expect(report).toMatchObject({
    rows: { shipments: { added: 1 }, shipmentLines: { added: 2 }, freight: { added: 1 } },
    ...{ late: 1, longestDelayDays: 1, freightCaptured: 1, linesWithoutShipment: 0 },
  });
  expect(await shipments('lines')).toEqual([
    {
      ...{
        id: 'ASN-8',
        flow: 'direct_drop',
        state: 'delivered',
        supplier_name: 'Aurobindo Pharma Limited',
        mode: 'air',
      },
      ...{ country: 'CI', incoterm: 'EXW', weight_g: 13_000, weight_said: null, promised_on: '2014-06-04' },
      ...{ delivered_on: '2014-06-05', days_early: -1, freight_minor: 78_034, currency: 'USD', freight_said: null },
    },
  ]);
});

test('what comes from the distribution centre has no supplier and no incoterm, and goes by no carrier or place that the file says', async () => {
  await imported('rdc', [stockOrder({ 'Shipment Mode': 'Truck' })]);
  expect(await shipments('rdc')).toMatchObject([
    { id: 'DN-9', flow: 'from_rdc', supplier_name: null, incoterm: null, mode: 'road' },
  ]);
  const [row] = await database.admin(
    "select carrier_id, route_id, origin, located_at, in_full, customer_id from logistics.shipment where tenant_id = 'rdc'",
  );
  expect(row).toEqual({
    carrier_id: null,
    route_id: null,
    origin: null,
    located_at: null,
    in_full: null,
    customer_id: null,
  });
});

test.each([
  ['Freight Included in Commodity Cost', 'Weight Captured Separately'],
  ['Invoiced Separately', 'See DN-4257 (ID#:84468)'],
])('%s and %s are kept as said, and are no zero', async (saidFreight, saidWeight) => {
  const tenant = `said-${saidFreight.length.toString()}`;
  await imported(tenant, [purchase({ [freight]: saidFreight, [weight]: saidWeight })]);
  expect(await shipments(tenant)).toMatchObject([
    { freight_minor: null, currency: null, freight_said: saidFreight, weight_g: null, weight_said: saidWeight },
  ]);
});

test('an unknown country or mode, a blank freight and a line without a shipment are not made up', async () => {
  const report = await imported('blank', [
    purchase({ Country: 'Atlantis', 'Shipment Mode': 'N/A', [freight]: '' }),
    purchase({ ID: '2', 'ASN/DN #': '' }),
    purchase({ ID: '3', 'ASN/DN #': 'ASN 12; drop' }),
  ]);
  expect(report).toMatchObject({ linesWithoutShipment: 2, rows: { shipments: { added: 1 }, freight: { added: 0 } } });
  expect(await shipments('blank')).toMatchObject([{ country: null, mode: null, freight_said: null }]);
});

test('a line that was not delivered leaves its shipment under way, and delivered ones stay so when an older file comes', async () => {
  const open = purchase({ 'Delivered to Client Date': 'Date Not Captured' });
  await imported('older', [open, purchase({ ID: '2' })]);
  expect(await shipments('older')).toMatchObject([{ state: 'in_transit', delivered_on: null }]);
  await imported('older', [purchase(), purchase({ ID: '2' })]);
  expect(await shipments('older')).toMatchObject([{ state: 'delivered', delivered_on: '2014-06-03' }]);
  expect(await imported('older', [open, purchase({ ID: '2' })])).toMatchObject({
    rows: { shipments: { changed: 0, unchanged: 1 } },
  });
  expect(await shipments('older')).toMatchObject([{ state: 'delivered' }]);
});
