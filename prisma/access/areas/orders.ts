import { reads, type Grants, type TableGrant } from '../roles.ts';

/** What a customer may see of their own; flags are for ourselves. */
const CUSTOMERS = ['sales_order', 'order_line', 'shipment_part', 'part_line'] as const;

/** What a file says of these. Whose a line is follows from its order; by whom an order was split or flagged is said by effects alone. */
const IMPORTED: Readonly<Record<string, readonly string[]>> = {
  sales_order: [
    ...['number', 'kind', 'customer_id', 'vendor', 'place', 'state', 'placed_on', 'promised_on', 'delivered_on'],
    ...['value_minor', 'currency', 'project', 'country', 'shipment_number'],
  ],
  order_line: [
    ...[
      'order_number',
      'line_number',
      'sku',
      'description',
      'quantity',
      'unit',
      'currency',
      'price_minor',
      'value_minor',
    ],
  ],
  shipment_part: ['order_number', 'part', 'state', 'promised_on', 'delivered_on', 'shipment_number'],
  part_line: ['order_number', 'part', 'line_number', 'quantity'],
};

export const ORDERS: Grants = {
  tables: [
    ...reads('supercargo_orders', 'orders', ['customer', ...CUSTOMERS, 'flag']),
    ...reads('supercargo_orders_customer', 'orders', CUSTOMERS),
    { role: 'supercargo_importer', table: 'orders.customer', verbs: ['select', 'insert', 'update'] },
    ...Object.entries(IMPORTED).map(([table, columns]): TableGrant => ({
      role: 'supercargo_importer',
      table: `orders.${table}` as const,
      verbs: ['select', { verb: 'insert', columns: ['tenant_id', ...columns] }, { verb: 'update', columns }],
    })),
    // The triggers look there, as whoever writes.
    ...reads('supercargo_importer', 'orders', ['transition']),
  ],
  functions: [
    // With the rights of whoever asks: they read what their walls let them.
    { function: 'orders.unsplit(text, integer)', roles: ['supercargo_orders'] },
    { function: 'orders.part_text(text, integer)', roles: ['supercargo_orders'] },
    { function: 'orders.flag_order(uuid)', roles: ['supercargo_orders'] },
    { function: 'orders.clear_flag(uuid)', roles: ['supercargo_orders'] },
    { function: 'orders.split_shipment(uuid)', roles: ['supercargo_orders'] },
    { function: 'orders.flag_delayed(uuid)', roles: ['supercargo_orders'] },
  ],
};
