import { answerOf, openStage, PEOPLE, peopleOf, POISONED, stageOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { OWN_ORDERS } from '../customers.fixture.ts';
import { inDays, newFlag, ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const people = [...PEOPLE, { id: 'carla', name: 'Carla Bianchi', roles: ['customer'] }];
const staff = await openStage(database, ORDERS, { founding: { people } });
const stage = stageOf(database, OWN_ORDERS, staff.principal('').tenant);

const mine = (order: string): Promise<Readonly<Record<string, unknown>>> =>
  answerOf(stage, 'carla', 'my_order', { order });

test('an order of one’s own with its lines', async () => {
  expect(await mine('SO-1005')).toMatchObject({
    ...{ order: 'SO-1005', state: 'allocated', lines: 2, parts: [] },
    order_lines: [
      {
        ...{ line: 1, sku: 'COF-1KG', unit: 'EA', quantity: 60 },
        description: { origin: 'order', text: 'Coffee beans, washed arabica, 1 kg bag' },
        ...{ price: { amount: '19.00', currency: 'EUR' }, value: { amount: '1140.00', currency: 'EUR' } },
      },
      { line: 2, sku: 'TEA-ASM', quantity: 24 },
    ],
  });
});

test('what ships separately is told; flags, notes and who split it are not', async () => {
  await newFlag(staff, 'mara', 'SO-1005');
  const lines = [{ line: 1, quantity: 20 }];
  await peopleOf(staff).executed('mara', 'split_shipment', { order: 'SO-1005', lines, promised_on: inDays(2) });
  const whole = await mine('SO-1005');
  expect(whole['parts']).toEqual([
    {
      ...{ part: 1, state: 'open', promised_on: inDays(2), delivered_on: null, shipment_id: null },
      lines: [{ line: 1, quantity: 20 }],
    },
  ]);
  expect(JSON.stringify(whole)).not.toMatch(/flag|stuck|mara|project|place"|CUS-/i);
});

test.each(POISONED)('%s in a line’s description stay in a field of their own', async (_what, text) => {
  const harmless = await mine('SO-1003');
  await database.admin("update orders.order_line set description = $1 where order_number = 'SO-1003'", [
    text.slice(0, 500),
  ]);
  const poisoned = await mine('SO-1003');
  const without = ({ as_of: _at, order_lines: lines, ...rest }: Readonly<Record<string, unknown>>): unknown => ({
    ...rest,
    lines: (lines as readonly Readonly<Record<string, unknown>>[]).map(({ description: _text, ...line }) => line),
  });
  expect(without(poisoned)).toEqual(without(harmless));
});

test.each(['SO-1002', 'SO-9999', 'PO-7003', 'so-1005'])(
  '%s is no order of carla’s, and why is not said',
  async (order) => {
    expect(await stage.call('carla', 'my_order', { order })).toEqual({
      kind: 'refused',
      refusal: {
        ...{ step: 'perform', code: 'unknown_order', reason: 'you have no order with this number', field: 'order' },
        accepted: 'the number of an order of yours, as my_orders answers it',
      },
    });
  },
);
