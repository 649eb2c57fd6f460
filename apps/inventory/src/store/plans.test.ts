import { nodesOf, planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inboundOrders, readInbound } from './inbound.ts';
import { listItems } from './item-list.ts';
import { readItemStock } from './item-stock.ts';
import { readItem } from './items.ts';
import { readLowStock } from './low-stock.ts';
import { listOrders } from './purchase-order-list.ts';
import { readPurchaseOrder } from './purchase-orders.ts';
import { stockOfItem, stockOfWarehouse } from './stock.ts';
import { isSupplier, supplierIds } from './suppliers.ts';
import { readUse } from './use.ts';
import { readWarehouse, warehouseIds } from './warehouses.ts';

const database = await testDatabase();
const login = 'supercargo_inventory';
const planOf = await plannerOf(database, login);
const span = { today: '2026-11-21', horizonDays: 90 };
const id = '00000000-0000-4000-8000-000000000000';
const at = new Date('2026-11-21T08:00:00Z');

const sent = await statementsOf(database.door(login), (tx) =>
  Promise.all([
    readItem(tx, 'x'),
    readItemStock(tx, 'x', null),
    readItemStock(tx, 'x', 'x'),
    listItems(tx, { words: ['x'], supplierId: null, warehouseId: null }, { afterSku: null, limit: 1 }),
    readLowStock(tx, { supplierId: null, warehouseId: null, after: null, limit: 1, at, ...span }),
    listOrders(
      tx,
      { states: null, sku: null, supplierId: null, warehouseId: null, overdueOn: null },
      { after: null, limit: 1 },
    ),
    readPurchaseOrder(tx, id),
    readInbound(tx, 'x', null, span),
    inboundOrders(tx, 'x', null, 1),
    readUse(tx, 'x', null, at),
    stockOfItem(tx, 'x', null),
    stockOfWarehouse(tx, 'x', 1),
    isSupplier(tx, 'x'),
    supplierIds(tx),
    readWarehouse(tx, 'x'),
    warehouseIds(tx),
  ]),
);

planContract({ server: 'inventory', folder: import.meta.dirname, moreThan: 10, sent, planOf });

test('low stock holds items against their stock from an index, and does not read them', async () => {
  await database.admin(`insert into inventory.item (tenant_id, sku, description, unit)
    select 'acme', 'SKU-' || n, 'A valve bag, of paper', 'EA' from generate_series(1, 2000) n`);
  // An index alone answers only of pages that PostgreSQL knows to be seen by everybody.
  await database.admin('vacuum analyze inventory.item');
  const { text } = sent.find(({ name }) => name === 'inventory_low_stock') ?? { text: '' };
  const short = nodesOf(await planOf(text)).find((node) => node['Subplan Name'] === 'CTE short') ?? {};
  const items = nodesOf(short).filter((node) => node['Relation Name'] === 'item');
  expect(items).toMatchObject([{ 'Node Type': 'Index Only Scan', 'Index Name': 'item_levels' }]);
});
