import { reads, type Grants, type TableGrant } from '../roles.ts';

const IMPORTED = ['customer', 'carrier', 'return_policy', 'rma_line'] as const;
/** What a file says of a return and its label. What a request decided, issued or voided is said by effects alone. */
const RMA_COLUMNS = [
  ...[
    'order_number',
    'customer_id',
    'reason',
    'words',
    'ordered_on',
    'delivered_on',
    'requested_at',
    'state',
    'currency',
  ],
  ...['refund_minor', 'decided_at', 'rejected_because', 'received_at', 'closed_at'],
];
const LABEL_COLUMNS = ['carrier_id', 'cost_minor', 'currency', 'tracking', 'state', 'issued_at', 'voided_at'];

const SOLD_COLUMNS = [
  ...['tenant_id', 'order_number', 'line_number', 'customer_id', 'sku', 'description', 'category', 'quantity'],
  ...['price_minor', 'currency', 'ordered_on', 'delivered_on'],
];

const imported = (table: 'rma' | 'label', key: readonly string[], columns: readonly string[]): TableGrant => ({
  role: 'supercargo_importer',
  table: `returns.${table}`,
  verbs: ['select', { verb: 'insert', columns: ['tenant_id', ...key, ...columns] }, { verb: 'update', columns }],
});

export const RETURNS: Grants = {
  tables: [
    ...reads('supercargo_returns', 'returns', [...IMPORTED, 'rma', 'label']),
    ...reads('supercargo_returns_customer', 'returns', ['return_policy', 'rma', 'rma_line', 'label', 'sold_line']),
    ...IMPORTED.map((table): TableGrant => ({
      role: 'supercargo_importer',
      table: `returns.${table}`,
      verbs: ['select', 'insert', 'update'],
    })),
    imported('rma', ['id'], RMA_COLUMNS),
    imported('label', ['id', 'rma_id', 'customer_id'], LABEL_COLUMNS),
    // A demo company's: what Orders does not tell of.
    {
      role: 'supercargo_importer',
      table: 'returns.sold_line',
      verbs: ['select', { verb: 'insert', columns: SOLD_COLUMNS }],
    },
    // The triggers look there, as whoever writes.
    ...reads('supercargo_importer', 'returns', ['rma_transition', 'label_transition']),
  ],
  functions: [
    { function: 'returns.standing_of(text)', roles: ['supercargo_returns'] },
    { function: 'returns.approve_return(uuid)', roles: ['supercargo_returns'] },
    { function: 'returns.reject_return(uuid)', roles: ['supercargo_returns'] },
    { function: 'returns.issue_label(uuid)', roles: ['supercargo_returns'] },
    { function: 'returns.void_label(uuid)', roles: ['supercargo_returns'] },
    { function: 'returns.record_delivered(uuid)', roles: ['supercargo_returns'] },
    // A request that waited for the staff is executed by their worker.
    { function: 'returns.request_return(uuid)', roles: ['supercargo_returns', 'supercargo_returns_customer'] },
    // With the rights of whoever asks: they read what their walls let them.
    { function: 'returns.returnable_of(text, text, text)', roles: ['supercargo_returns_customer'] },
    { function: 'returns.asking_of(text, text, text, jsonb, date)', roles: ['supercargo_returns_customer'] },
  ],
};
