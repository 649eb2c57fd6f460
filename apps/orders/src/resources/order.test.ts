import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);

const read = (uri: string, person = 'mara', kind?: ClientKind) => readResource(stage, person, uri, kind);

test.each(CLIENTS)('%s: an order, word for word as get_order answers it', async (kind) => {
  const { as_of: _at, ...shown } = await read('orders://order/SO-1002', 'felix', kind);
  expect(await stage.call('felix', 'get_order', { order: 'SO-1002' })).toMatchObject({ structured: shown });
  expect(shown).toMatchObject({ order: 'SO-1002', days_late: 6, order_lines: [{ sku: 'COF-1KG', quantity: 120 }] });
});

test.each([
  ['mara', 'orders://order/SO-9999', 'there is no order with this number'],
  ['mara', 'orders://order/so-1002', 'there is no order with this number'],
  ['mara', 'orders://order/', 'there is no resource'],
  ['mara', 'orders://order/SO-1002/lines', 'there is no resource'],
  ['mara', 'orders://order/SO%2D1002', 'there is no resource'],
  ['wes', 'orders://order/SO-1002', 'your role does not grant orders:read'],
  ['stranger', 'orders://order/SO-1002', 'you are not an active person'],
])('%s reading %s is refused', async (person, uri, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
