import type { TextFacts } from '@supercargo/testing';

/** The texts of suppliers and of the warehouse system, over the item COF-1KG, its supplier, its orders and every warehouse of acme. */
export const TEXTS: TextFacts<'description' | 'supplier' | 'warehouse' | 'number'> = {
  harmless: { description: 'Beans', supplier: 'A supplier', warehouse: 'A warehouse', number: 'PO-1' },
  charactersMax: { description: 500, supplier: 200, warehouse: 200, number: 64 },
  names: { warehouse: 'warehouse_name' },
  write: async (database, { description, supplier, warehouse, number }) => {
    await database.admin("update inventory.item set description = $1 where tenant_id = 'acme' and sku = 'COF-1KG'", [
      description,
    ]);
    await database.admin(
      `update inventory.supplier set name = $1 where tenant_id = 'acme'
         and id = (select supplier_id from inventory.item where tenant_id = 'acme' and sku = 'COF-1KG')`,
      [supplier],
    );
    await database.admin("update inventory.warehouse set name = $1 where tenant_id = 'acme'", [warehouse]);
    await database.admin(
      "update inventory.purchase_order set number = $1 where tenant_id = 'acme' and sku = 'COF-1KG' and number is not null",
      [number],
    );
  },
};
