import { answerOf, CLIENTS, openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, newFlag, ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);

async function get(order: string): Promise<Readonly<Record<string, unknown>>> {
  return answerOf(stage, 'mara', 'get_order', { order });
}

test.each(CLIENTS)('%s: an order with its lines, and what would bring it on', async (kind) => {
  const client = await stage.client('felix', kind);
  const { structured, isError } = await client.call('get_order', { order: 'SO-1005' });
  await client.close();
  expect(isError).toBe(false);
  expect(structured).toMatchObject({
    ...{ order: 'SO-1005', state: 'allocated', overdue: false, days_late: null, lines: 2, flags_open: 0 },
    value: { amount: '1447.20', currency: 'EUR' },
    order_lines: [
      {
        ...{ line: 1, sku: 'COF-1KG', unit: 'EA', quantity: 60, with_order: 60 },
        description: { origin: 'order', text: 'Coffee beans, washed arabica, 1 kg bag' },
        ...{ price: { amount: '19.00', currency: 'EUR' }, value: { amount: '1140.00', currency: 'EUR' } },
      },
      { line: 2, sku: 'TEA-ASM', quantity: 24, with_order: 24 },
    ],
    ...{ parts: [], flags: [], shipments: [{ shipment_id: 'SHP-2006', part: null, late: false }] },
    next_step: { step: 'wait', why: `it is allocated and promised for ${inDays(9)}` },
  });
});

test('of a late order the shipment is named that is to be found', async () => {
  expect((await get('SO-1002'))['next_step']).toMatchObject({ step: 'find_out_why' });
  await executed('mara', 'flag_order', { order: 'SO-1002', kind: 'late_shipment', shipment: 'SHP-2002' });
  await newFlag(stage, 'mara');
  expect(await get('SO-1002')).toMatchObject({
    next_step: { step: 'find_the_shipment' },
    shipments: [
      { shipment_id: 'SHP-2002', part: null, late: true },
      { shipment_id: expect.stringMatching(/^SHP-/) as string, part: null, late: true },
    ],
    ...{ flags_open: 2, flags: [{ state: 'open' }, { state: 'open' }] },
  });
});

test('what ships separately is a part with its own promise, and the line says what is left', async () => {
  const lines = [{ line: 1, quantity: 20 }];
  await executed('mara', 'split_shipment', { order: 'SO-1005', lines, promised_on: inDays(2) });
  await database.admin("update orders.shipment_part set shipment_number = 'SHP-9' where order_number = 'SO-1005'");
  expect(await get('SO-1005')).toMatchObject({
    parts: [
      {
        ...{ part: 1, state: 'open', promised_on: inDays(2), overdue: false, shipment_id: 'SHP-9' },
        lines: [{ line: 1, sku: 'COF-1KG', quantity: 20 }],
      },
    ],
    order_lines: [{ with_order: 40 }, { with_order: 24 }],
    shipments: [
      { shipment_id: 'SHP-2006', part: null },
      { shipment_id: 'SHP-9', part: 1, late: false },
    ],
  });
});

test('what nobody recorded is null, and is not zero', async () => {
  await database.admin(
    `insert into orders.sales_order (tenant_id, number, kind, place, currency) values ('acme', 'ST-1', 'stock', 'HAM-1', 'EUR')`,
  );
  await database.admin(
    `insert into orders.order_line (tenant_id, order_number, line_number, sku, description, currency) values ('acme', 'ST-1', 7, 'X', 'x', 'EUR')`,
  );
  expect(await get('ST-1')).toMatchObject({
    ...{ value: null, customer: null, place: 'HAM-1', promised_on: null, next_step: { step: 'wait' } },
    order_lines: [{ line: 7, quantity: null, with_order: null, price: null, value: null, unit: null }],
  });
});

test.each(['SO-9999', 'so-1002', 'SHP-2002'])('%s is no order', async (order) => {
  expect(await stage.call('mara', 'get_order', { order })).toMatchObject({
    kind: 'refused',
    refusal: { code: 'unknown_order', field: 'order', accepted: expect.stringContaining('find_orders') as string },
  });
  expect(stage.faults).toEqual([]);
});
