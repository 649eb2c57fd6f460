import type { TenantTx } from '@supercargo/tenancy';
import {
  nodesOf,
  planContract,
  plannedOnceContract,
  plannerOf,
  statementsOf,
  testDatabase,
  unknownKeys,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from '../import/demo/load-demo.ts';
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
const at = new Date('2026-11-21T08:00:00Z');

const keys = {
  ...{ sku: 'inventory.item.sku', warehouse: 'inventory.warehouse.id', supplier: 'inventory.supplier.id' },
  order: 'inventory.purchase_order.id',
};

const reads = (tx: TenantTx, { sku, warehouse, supplier, order }: Readonly<Record<keyof typeof keys, string>>) =>
  Promise.all([
    readItem(tx, sku),
    readItemStock(tx, sku, null),
    readItemStock(tx, sku, warehouse),
    listItems(tx, { words: ['x'], supplierId: null, warehouseId: null }, { afterSku: null, limit: 20 }),
    readLowStock(tx, { supplierId: null, warehouseId: null, after: null, limit: 50, at, ...span }),
    listOrders(
      tx,
      { states: null, sku: null, supplierId: null, warehouseId: null, overdueOn: null },
      { after: null, limit: 20 },
    ),
    readPurchaseOrder(tx, order),
    readInbound(tx, sku, null, span),
    inboundOrders(tx, sku, null, 50),
    readUse(tx, sku, null, at),
    stockOfItem(tx, sku, null),
    stockOfWarehouse(tx, warehouse, 100),
    isSupplier(tx, supplier),
    supplierIds(tx),
    readWarehouse(tx, warehouse),
    warehouseIds(tx),
  ]);

const sent = await statementsOf(database.door(login), (tx) => reads(tx, unknownKeys(keys)));

planContract({ server: 'inventory', folder: import.meta.dirname, moreThan: 10, sent, planOf });

await plannedOnceContract({
  ...{ login, keys, reads, sent },
  companies: { schemas: ['inventory'], demo: DEMO, few: ['warehouse', 'supplier'] },
  anew: {
    inventory_items: 'filters that may be absent',
    inventory_low_stock: 'filters that may be absent',
    inventory_purchase_orders: 'filters that may be absent',
    inventory_purchase_orders_count: 'filters that may be absent',
    inventory_stock_of_warehouse: 'a page, taken for a tenth of the warehouse where its length is not known',
  },
});

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
