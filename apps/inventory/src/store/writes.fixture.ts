import type { BreakGuard, ServerFacts, Stage } from '@supercargo/testing';

/** What is on order, by SKU and warehouse. */
async function onOrder(stage: Stage): Promise<unknown> {
  return stage.database.admin(
    `select sku, warehouse_id, sum(quantity)::int as quantity from inventory.purchase_order
     where tenant_id = $1 and state = 'open' group by sku, warehouse_id order by sku, warehouse_id`,
    [stage.principal('nobody').tenant],
  );
}

/** Changes the item of a plan as another file from the warehouse system would. */
function itemWith(change: string): BreakGuard {
  return (database, { tenant, effect }) =>
    database.admin(`update inventory.item i set ${change} where tenant_id = $1 and sku = $2`, [tenant, effect['sku']]);
}

/** What is on hand, by SKU and warehouse. */
async function onHand(stage: Stage): Promise<unknown> {
  return stage.database.admin(
    'select sku, warehouse_id, on_hand::int from inventory.stock where tenant_id = $1 order by sku, warehouse_id',
    [stage.principal('nobody').tenant],
  );
}

/** Changes the stock that a plan takes from, as goods that come and go do. */
function stockWith(change: string, warehouse: string): BreakGuard {
  return (database, { tenant, effect }) =>
    database.admin(`${change} where tenant_id = $1 and sku = $2 and warehouse_id = $3`, [
      ...[tenant, effect['sku'], effect[warehouse]],
    ]);
}

/** How each write of Inventory is taken back, and how its guards break. */
export const INVENTORY_WRITES: ServerFacts['writes'] = {
  create_reorder: {
    holds: onOrder,
    undo: (_input, result) => ({
      purchase_order_id: result['purchase_order_id'],
    }),
    breakGuard: {
      price_minor: itemWith('price_minor = price_minor + 1'),
      currency: itemWith("currency = 'USD'"),
      supplier_id: itemWith(
        'supplier_id = (select min(s.id) from inventory.supplier s where s.tenant_id = i.tenant_id and s.id <> i.supplier_id)',
      ),
    },
  },
  cancel_reorder: {
    holds: onOrder,
    // Its good input is an order into this warehouse.
    undo: (_input, { sku, quantity }) => ({
      ...{ sku, quantity, warehouse: 'HAM-1' },
    }),
    breakGuard: {
      purchase_order_state: (database, { tenant, effect }) =>
        database.admin(
          "update inventory.purchase_order set state = 'received', received_at = now() where tenant_id = $1 and id = $2",
          [tenant, effect['purchase_order_id']],
        ),
      // Of an order that a request made nobody can change it; of one that came by import another file can.
      ordered: async (database, { tenant, effect }) => {
        await database.admin('alter table inventory.purchase_order disable trigger keep_order', []);
        await database.admin(
          'update inventory.purchase_order set quantity = quantity + 1 where tenant_id = $1 and id = $2',
          [...[tenant, effect['purchase_order_id']]],
        );
        return database.admin('alter table inventory.purchase_order enable trigger keep_order', []);
      },
    },
  },
  adjust_stock: {
    holds: onHand,
    undo: ({ sku, warehouse, change }) => ({
      ...{ sku, warehouse, change: -Number(change), reason: 'the bags were found whole' },
    }),
    breakGuard: {
      stock: stockWith('delete from inventory.stock', 'warehouse_id'),
      on_hand_at_least: stockWith('update inventory.stock set on_hand = 1', 'warehouse_id'),
    },
  },
  transfer_stock: {
    holds: onHand,
    undo: ({ sku, from, to, quantity }) => ({ sku, from: to, to: from, quantity }),
    breakGuard: {
      available_at_least: stockWith('update inventory.stock set allocated = on_hand', 'from_warehouse_id'),
    },
  },
};
