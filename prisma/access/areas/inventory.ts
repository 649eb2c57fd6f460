import { reads, type Grants, type TableGrant } from '../roles.ts';

const IMPORTED = ['supplier', 'warehouse', 'item', 'stock', 'order_line'] as const;
/** What a file says of an order. By whom it was ordered or cancelled is said by effects alone. */
const ORDER_COLUMNS = [
  ...['number', 'sku', 'supplier_id', 'warehouse_id', 'quantity', 'price_minor', 'currency'],
  ...['state', 'ordered_at', 'expected_on', 'received_at'],
];

export const INVENTORY: Grants = {
  tables: [
    ...reads('supercargo_inventory', 'inventory', [...IMPORTED, 'purchase_order', 'movement']),
    ...IMPORTED.map((table): TableGrant => ({
      role: 'supercargo_importer',
      table: `inventory.${table}`,
      verbs: ['select', 'insert', 'update'],
    })),
    {
      role: 'supercargo_importer',
      table: 'inventory.purchase_order',
      verbs: [
        'select',
        { verb: 'insert', columns: ['tenant_id', 'id', ...ORDER_COLUMNS] },
        { verb: 'update', columns: ORDER_COLUMNS },
      ],
    },
    // What moved is never edited, and which execution moved it is said by effects alone.
    {
      role: 'supercargo_importer',
      table: 'inventory.movement',
      verbs: [
        'select',
        {
          verb: 'insert',
          columns: ['tenant_id', 'id', 'sku', 'warehouse_id', 'kind', 'quantity', 'occurred_at', 'reference', 'reason'],
        },
      ],
    },
  ],
  functions: [
    { function: 'inventory.adjust_stock(uuid)', roles: ['supercargo_inventory'] },
    { function: 'inventory.transfer_stock(uuid)', roles: ['supercargo_inventory'] },
    { function: 'inventory.create_reorder(uuid)', roles: ['supercargo_inventory'] },
    { function: 'inventory.cancel_reorder(uuid)', roles: ['supercargo_inventory'] },
  ],
};
