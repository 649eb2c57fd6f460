import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenantId } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inboundOrders, readInbound } from './inbound.ts';
import { listItems } from './item-list.ts';
import { readItem } from './items.ts';
import { readLowStock } from './low-stock.ts';
import { listOrders } from './purchase-order-list.ts';
import { readPurchaseOrder } from './purchase-orders.ts';
import { stockOfItem, stockOfWarehouse } from './stock.ts';
import { isSupplier, supplierIds } from './suppliers.ts';
import { readUse } from './use.ts';
import { readWarehouse, warehouseIds } from './warehouses.ts';

const database = await testDatabase();
const span = { today: '2026-11-21', horizonDays: 90 };
const id = '00000000-0000-4000-8000-000000000000';
const at = new Date('2026-11-21T08:00:00Z');

/** Every statement that these reads send. */
async function statements(): Promise<readonly Statement[]> {
  const sent = new Map<string, Statement>();
  await database.door('supercargo_inventory').read(TenantId.parse('acme'), async (tx) => {
    const heard: TenantTx = {
      ...tx,
      query: (statement, parameters) => {
        sent.set(statement.name, statement);
        return tx.query(statement, parameters);
      },
    };
    await Promise.all([
      readItem(heard, 'x'),
      listItems(heard, { words: ['x'], supplierId: null, warehouseId: null }, { afterSku: null, limit: 1 }),
      readLowStock(heard, { supplierId: null, warehouseId: null, after: null, limit: 1, at, ...span }),
      listOrders(
        heard,
        { states: null, sku: null, supplierId: null, warehouseId: null, overdueOn: null },
        { after: null, limit: 1 },
      ),
      readPurchaseOrder(heard, id),
      readInbound(heard, 'x', null, span),
      inboundOrders(heard, 'x', null, 1),
      readUse(heard, 'x', null, at),
      stockOfItem(heard, 'x', null),
      stockOfWarehouse(heard, 'x', 1),
      isSupplier(heard, 'x'),
      supplierIds(heard),
      readWarehouse(heard, 'x'),
      warehouseIds(heard),
    ]);
  });
  return [...sent.values()];
}

type Node = Readonly<Record<string, unknown>>;

function nodesOf(plan: Node): readonly Node[] {
  return [plan, ...((plan['Plans'] ?? []) as readonly Node[]).flatMap(nodesOf)];
}

const sent = await statements();

test('every statement of the store is among these', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const written = files.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/name: '(inventory_\w+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(written.length).toBeGreaterThan(10);
  expect(sent.map(({ name }) => name).sort()).toEqual(written.sort());
});

// Where a table could be read only whole, the planner has to do so though it is told not to: then the statement names no tenant.
test.each(sent.map((statement) => [statement.name, statement] as const))(
  '%s reads each table from its tenant’s range of an index',
  async (_name, { text }) => {
    const client = await database.adminClient();
    await client.query(
      "begin; set local role supercargo_inventory; set local enable_seqscan = off; set local app.tenant = 'acme'",
    );
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
      `explain (generic_plan, format json) ${text}`,
    );
    await client.end();
    const reads = nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan ?? {}).filter((node) => node['Relation Name'] !== undefined);
    expect(reads.length).toBeGreaterThan(0);
    for (const node of reads) {
      const from = String(node['Index Cond'] ?? node['Recheck Cond'] ?? node['Node Type']);
      expect(from, String(node['Relation Name'])).toMatch(/tenant_id = (app\.tenant\(\)|\w+\.tenant_id)/);
    }
  },
);
