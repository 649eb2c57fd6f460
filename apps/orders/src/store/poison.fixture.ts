import type { TextFacts } from '@supercargo/testing';

/** The texts of customers, vendors and the order system. A customer is named on cards; answers quote all of them. */
export const TEXTS: TextFacts<'customer' | 'vendor' | 'description' | 'note'> = {
  harmless: { customer: 'A customer', vendor: 'A vendor', description: 'Beans', note: 'stuck' },
  charactersMax: { customer: 200, vendor: 200, description: 500, note: 280 },
  names: {},
  write: async (database, { customer, vendor, description, note }) => {
    await database.admin("update orders.customer set name = $1 where tenant_id = 'acme'", [customer]);
    await database.admin("update orders.sales_order set vendor = $1 where tenant_id = 'acme' and kind = 'purchase'", [
      vendor,
    ]);
    await database.admin("update orders.order_line set description = $1 where tenant_id = 'acme'", [description]);
    await database.admin("update orders.flag set note = $1 where tenant_id = 'acme'", [note]);
  },
};
