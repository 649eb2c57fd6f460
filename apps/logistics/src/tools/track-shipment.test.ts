import { CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, LOGISTICS, RAIL, tracked } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);

test.each(CLIENTS)(
  '%s: track_shipment says where it is, why it is late, what waits for it and what to do',
  async (kind) => {
    const client = await stage.client('felix', kind);
    const { structured, isError } = await client.call('track_shipment', { shipment: 'SHP-2002' });
    await client.close();
    expect(isError).toBe(false);
    expect(structured).toMatchObject({
      ...{ shipment_id: 'SHP-2002', state: 'customs', flow: 'direct_drop', mode: 'sea', route: 'RT-BLUE-BRSSZ-DEHAM' },
      carrier: { id: 'CAR-BLUE', name: { origin: 'carrier', text: 'Blue Anchor Shipping' } },
      ...{ origin: 'BRSSZ', destination: 'DEHAM', located_at: 'NLRTM', country: 'DE', customer: 'CUS-CARLOS' },
      supplier: { id: 'SUP-FINCA', name: { origin: 'supplier', text: 'Finca La Esperanza' } },
      ...{ promised: inDays(-6), eta: null, delivered: null, days_late: 6, days_late_expected: 6, in_full: null },
      why: {
        kind: 'customs_hold',
        place: 'NLRTM',
        note: { origin: 'carrier', text: expect.stringContaining('held') as string },
      },
      endangers: { orders: ['SO-1002'], orders_total: 1, value: [{ amount: '2280.00', currency: 'EUR' }] },
      ...{ weight_kg: 132, weight_note: null, freight: { amount: '36.96', currency: 'EUR' }, freight_note: null },
      lines: [{ order: 'SO-1002', sku: 'COF-1KG', quantity: 120, unit: 'EA', value: { amount: '2280.00' } }],
      ...{ lines_total: 1, events_total: 4, reroutes: [], driver: null },
      next_step: { tool: 'reroute_shipment', arguments: { shipment: 'SHP-2002', route: 'RT-SWIFT-NLRTM-DEHAM' } },
    });
    expect((structured?.['events'] as { kind: string }[]).map((event) => event.kind)).toEqual([
      ...['customs_hold', 'arrived', 'departed', 'booked'],
    ]);
  },
);

test('what nobody recorded is null, with what was said in its place', async () => {
  expect(await tracked(stage, 'SHP-2008', 'mara')).toMatchObject({
    ...{ why: null, weight_kg: null, freight: null, eta: null, days_late: 1 },
    weight_note: { origin: 'source', text: 'Weight captured separately' },
    freight_note: { origin: 'source', text: 'Freight included in commodity cost' },
    next_step: { tool: 'track_shipment' },
  });
});

test('what will come late is not late yet, and says by how much it will be', async () => {
  expect(await tracked(stage, 'SHP-2007', 'mara')).toMatchObject({
    ...{ days_late: 0, days_late_expected: 4, promised: inDays(10), eta: inDays(14) },
    why: { kind: 'delayed' },
  });
});

test('a delivered shipment has no next step, and a driver is named where one is assigned', async () => {
  expect(await tracked(stage, 'SHP-2001', 'mara')).toMatchObject({
    state: 'delivered',
    next_step: null,
    in_full: true,
  });
  expect(await tracked(stage, 'SHP-2006', 'mara')).toMatchObject({
    driver: { id: 'DRV-11', name: { origin: 'transport system', text: 'Lucia Moretti' } },
    located_at: 'DEHAM',
  });
});

test('a long shipment is cut, and its totals say so', async () => {
  await database.admin(
    `insert into logistics.shipment_line (tenant_id, shipment_id, line_id, order_number, value_minor, currency)
     select 'acme', 'SHP-2007', 'n' || n, 'PO-' || n, 100, case when n % 2 = 0 then 'EUR' else 'USD' end from generate_series(1, 50) n`,
  );
  const answer = await tracked(stage, 'SHP-2007', 'mara');
  expect(answer['lines']).toHaveLength(20);
  expect(answer).toMatchObject({ lines_total: 51, endangers: { orders_total: 51 } });
  expect(answer['endangers']).toMatchObject({
    value: [
      { amount: '19705.00', currency: 'EUR' },
      { amount: '25.00', currency: 'USD' },
    ],
  });
  expect((answer['endangers'] as { orders: unknown[] }).orders).toHaveLength(20);
});

test.each(['SHP-9999', 'shp-2002', RAIL])('%s is refused, and nobody is told of another’s', async (shipment) => {
  expect(await stage.call('mara', 'track_shipment', { shipment })).toMatchObject({
    refusal: {
      step: 'perform',
      code: 'unknown_shipment',
      field: 'shipment',
      accepted: expect.stringContaining('ASN') as string,
    },
  });
});

test.each(['wes', 'ada', 'olga'])('%s, whose role does not read shipments, is refused', async (person) => {
  expect(await stage.call(person, 'track_shipment', { shipment: 'SHP-2002' })).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
  expect(stage.faults).toEqual([]);
});
