import { csvImports, csvOf, foundTenant, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { LINES, LOGISTICS_CSV } from './csv-file.fixture.ts';

const database = await testDatabase();
const acme = await foundTenant(database);
const files = await csvImports(database.door('supercargo_importer'), LOGISTICS_CSV);
afterAll(files.remove);
await files.fill(acme);

type Table = keyof typeof LINES;
const importLine = (table: Table, change: Readonly<Record<string, string>> = {}): ReturnType<typeof files.import> =>
  files.import(acme, table, csvOf([{ ...LINES[table], ...change }]));

test('a line of each table is there as the file said it', async () => {
  const [row] = await database.admin(
    `select s.state, s.carrier_id, s.route_id, s.weight_g::int, s.promised_on::text, s.eta_on::text, s.in_full, f.freight_minor::int,
       l.order_number, l.value_minor::int, e.kind, e.note, t.transit_days, d.active
     from logistics.shipment s join logistics.freight f on f.shipment_id = s.id join logistics.shipment_line l on l.shipment_id = s.id
       join logistics.shipment_event e on e.shipment_id = s.id join logistics.route_leg t on t.route_id = s.route_id
       cross join logistics.driver d
     where s.tenant_id = 'acme' and s.id = 'ASN-1'`,
  );
  expect(row).toEqual({
    ...{ state: 'in_transit', carrier_id: 'CAR-BLUE', route_id: 'RT-1', weight_g: 132_000, promised_on: '2026-01-10' },
    ...{ eta_on: '2026-01-14', in_full: null, freight_minor: 3_696, order_number: 'PO-7', value_minor: 228_000 },
    ...{ kind: 'customs_hold', note: 'held', transit_days: 24, active: true },
  });
});

test.each(Object.keys(LINES) as Table[])('a second import of %s changes nothing', async (table) => {
  expect(await importLine(table)).toMatchObject({ ok: true, value: { rows: { added: 0, changed: 0, unchanged: 1 } } });
});

test('what is delivered is said so with its day and whether all of it came, and stays so', async () => {
  const delivered = { state: 'delivered', delivered_on: '2026-01-20', in_full: 'false' };
  expect(await importLine('shipments', delivered)).toMatchObject({ ok: true, value: { rows: { changed: 1 } } });
  expect(await database.admin("select days_early, in_full from logistics.shipment where tenant_id = 'acme'")).toEqual([
    { days_early: -10, in_full: false },
  ]);
  expect(await importLine('shipments')).toMatchObject({ ok: false, refusal: { code: 'recorded', column: 'state' } });
});

test.each<readonly [Table, Readonly<Record<string, string>>, string]>([
  ['shipments', { shipment: 'ASN-2', carrier: 'CAR-NONE' }, 'carrier'],
  ['shipments', { shipment: 'ASN-2', route: 'RT-NONE' }, 'route'],
  ['shipments', { shipment: 'ASN-2', state: 'lost' }, 'state'],
  ['shipments', { shipment: 'ASN-2', state: 'delivered' }, 'delivered_on'],
  ['shipments', { shipment: 'ASN-2', delivered_on: '2026-01-01' }, 'delivered_on'],
  ['shipments', { shipment: 'ASN-2', weight_note: 'captured apart' }, 'weight_note'],
  ['shipments', { shipment: 'ASN-2', promised_on: '10.01.2026' }, 'promised_on'],
  ['shipments', { shipment: 'ASN-2', in_full: 'yes' }, 'in_full'],
  ['shipments', { shipment: 'ASN 2' }, 'shipment'],
  ['shipment_lines', { shipment: 'ASN-9' }, 'shipment'],
  ['shipment_lines', { value: '' }, 'currency'],
  ['shipment_freight', { note: 'see elsewhere' }, 'note'],
  ['shipment_freight', { currency: '', freight: '', note: '' }, 'note'],
  ['shipment_events', { event: 'EV-2', kind: 'rerouted' }, 'kind'],
  ['shipment_events', { event: 'EV-2', occurred_at: 'yesterday' }, 'occurred_at'],
  ['drivers', { driver: 'none' }, 'driver'],
  ['drivers', { driver: 'DRV-2', region: 'EAST' }, 'region'],
  ['routes', { route: 'RT-2', origin: 'Santos' }, 'origin'],
  ['route_legs', { transit_days: '-1' }, 'transit_days'],
])('%s with %j is refused at %s, and nothing is written', async (table, change, column) => {
  const count = `select count(*)::int as rows from logistics.${table.startsWith('shipment') ? 'shipment' : 'route'}`;
  const before = await database.admin(count);
  expect(await importLine(table, change)).toMatchObject({ ok: false, refusal: { column } });
  expect(await database.admin(count)).toEqual(before);
});

test('what happened is not told anew in other words, and a shipment stays with its customer', async () => {
  expect(await importLine('shipment_events', { note: 'released' })).toMatchObject({ ok: false });
  const delivered = { state: 'delivered', delivered_on: '2026-01-20', in_full: 'false' };
  expect(await importLine('shipments', { ...delivered, customer: 'CUS-CARLA' })).toMatchObject({ ok: false });
});
