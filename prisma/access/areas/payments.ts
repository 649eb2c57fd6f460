import { reads, type Grants, type TableGrant } from '../roles.ts';

/** What a file says of a payee. Since when an account is the payee's is said by the database. */
const PAYEE_COLUMNS = ['name', 'account', 'verified_at', 'verified_by', 'allowed', 'country'];
/** What the server reads of a payee: everything but the account. */
const PAYEE_READ = [
  ...['tenant_id', 'id', 'name', 'country', 'account_last4', 'account_hash'],
  ...['changed_at', 'verified_at', 'verified_by', 'allowed'],
];

const imported = (table: string, inserted: readonly string[], updated: readonly string[] = []): TableGrant => ({
  role: 'supercargo_importer',
  table: `payments.${table}`,
  verbs: [
    'select',
    { verb: 'insert', columns: ['tenant_id', ...inserted] },
    ...(updated.length === 0 ? [] : [{ verb: 'update', columns: updated } as const]),
  ],
});

export const PAYMENTS: Grants = {
  tables: [
    {
      role: 'supercargo_payments',
      table: 'payments.payee',
      verbs: [{ verb: 'select', columns: PAYEE_READ }],
    },
    ...reads('supercargo_payments', 'payments', [
      ...['cost_centre', 'purchase_order', 'goods_receipt', 'invoice', 'hold', 'payment', 'customer_payment', 'refund'],
    ]),
    ...reads('supercargo_payments_customer', 'payments', ['customer_payment', 'refund']),

    { role: 'supercargo_importer', table: 'payments.cost_centre', verbs: ['select', 'insert', 'update'] },
    imported('payee', ['id', ...PAYEE_COLUMNS], PAYEE_COLUMNS),
    imported(
      'purchase_order',
      ['number', 'payee_id', 'amount_minor', 'currency', 'cost_centre_id', 'ordered_on'],
      ['payee_id', 'amount_minor', 'currency', 'cost_centre_id', 'ordered_on'],
    ),
    imported('goods_receipt', [
      ...['id', 'order_number', 'quantity', 'amount_minor', 'currency', 'received_at', 'number'],
    ]),
    imported('invoice', [
      ...['id', 'payee_id', 'number', 'order_number', 'amount_minor', 'currency', 'cost_centre_id'],
      ...['received_on', 'due_on', 'state'],
    ]),
    // Who proposed and who released is said by effects alone: what a file brings is settled history.
    imported('payment', [
      ...['id', 'invoice_id', 'payee_id', 'amount_minor', 'currency', 'cost_centre_id', 'state', 'proposed_at'],
      ...['rail_reference', 'settled_at', 'why'],
    ]),
    imported('customer_payment', ['id', 'order_number', 'customer_id', 'amount_minor', 'currency', 'captured_at']),
    imported('refund', [
      ...['id', 'customer_payment_id', 'customer_id', 'amount_minor', 'currency', 'state', 'return_id'],
      ...['issued_at', 'rail_reference', 'settled_at', 'why'],
    ]),
  ],
  functions: [
    { function: 'payments.propose_payment(uuid)', roles: ['supercargo_payments'] },
    { function: 'payments.cancel_payment(uuid)', roles: ['supercargo_payments'] },
    { function: 'payments.release_hold(uuid)', roles: ['supercargo_payments'] },
    { function: 'payments.record_receipt(uuid)', roles: ['supercargo_payments'] },
    { function: 'payments.first_payees(jsonb)', roles: ['supercargo_importer'] },
  ],
};
