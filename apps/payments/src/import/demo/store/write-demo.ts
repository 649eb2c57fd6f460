import type { Statement, TenantTx } from '@supercargo/tenancy';
import type { DemoFacts } from '../facts.ts';

/** Two starts at once would each load a company that the other is loading. */
const LOCK: Statement = {
  name: 'demo_payments_lock',
  text: `select pg_advisory_xact_lock(hashtextextended('import/demo/payments/' || $1, 0))`,
};

const HAS: Statement = {
  name: 'demo_payments_has',
  text: 'select exists (select from payments.invoice i where i.tenant_id = app.tenant() and i.id = $1) as has',
};

function insert(table: string, columns: string, given: string, fields: string): Statement {
  return {
    name: `demo_payments_${table}`,
    text: `insert into payments.${table} (tenant_id, ${columns})
           select app.tenant(), ${given} from rows from (jsonb_to_recordset($1::jsonb) as (${fields})) with ordinality x order by x.ordinality
           on conflict do nothing`,
  };
}

// What is referred to comes first, and invoices come when their orders and receipts are there: then nothing holds them that should not.
const STATEMENTS: readonly (readonly [keyof DemoFacts, Statement])[] = [
  ['costCentres', insert('cost_centre', 'id, name', 'x.id, x.name', 'id text, name text')],
  ['payees', { name: 'demo_payments_payee', text: 'select payments.first_payees($1::jsonb)' }],
  [
    'orders',
    insert(
      'purchase_order',
      'number, payee_id, amount_minor, currency, cost_centre_id, ordered_on',
      'x.number, x.payee, x."amountMinor", $2, x."costCentre", x."orderedOn"',
      'number text, payee text, "amountMinor" bigint, "costCentre" text, "orderedOn" date',
    ),
  ],
  [
    'receipts',
    insert(
      'goods_receipt',
      'id, order_number, quantity, amount_minor, currency, received_at, number',
      'gen_random_uuid(), x."order", x.quantity, x."amountMinor", $2, x."receivedAt", x.number',
      'number text, "order" text, quantity bigint, "amountMinor" bigint, "receivedAt" timestamptz',
    ),
  ],
  [
    'invoices',
    insert(
      'invoice',
      'id, payee_id, number, order_number, amount_minor, currency, cost_centre_id, received_on, due_on, state',
      'x.id, x.payee, x.number, x."order", x."amountMinor", $2, x."costCentre", x."receivedOn", x."dueOn", x.state',
      `id text, payee text, number text, "order" text, "amountMinor" bigint, "costCentre" text, "receivedOn" date, "dueOn" date,
       state text`,
    ),
  ],
  [
    'payments',
    insert(
      'payment',
      'id, invoice_id, payee_id, amount_minor, currency, cost_centre_id, state, proposed_at, settled_at, rail_reference',
      `x.id, x.invoice, x.payee, x."amountMinor", $2, x."costCentre", 'paid', x."proposedAt", x."settledAt", x."railReference"`,
      `id text, invoice text, payee text, "amountMinor" bigint, "costCentre" text, "proposedAt" timestamptz, "settledAt" timestamptz,
       "railReference" text`,
    ),
  ],
  [
    'customerPayments',
    insert(
      'customer_payment',
      'id, order_number, customer_id, amount_minor, currency, captured_at',
      'x.id, x."order", x.customer, x."amountMinor", $2, x."capturedAt"',
      'id text, "order" text, customer text, "amountMinor" bigint, "capturedAt" timestamptz',
    ),
  ],
  [
    'refunds',
    insert(
      'refund',
      'id, customer_payment_id, customer_id, amount_minor, currency, state, return_id, issued_at, settled_at, rail_reference',
      `x.id, x."customerPayment", x.customer, x."amountMinor", $2, 'paid', x."return", x."issuedAt", x."settledAt", x."railReference"`,
      `id text, "customerPayment" text, customer text, "amountMinor" bigint, "return" text, "issuedAt" timestamptz,
       "settledAt" timestamptz, "railReference" text`,
    ),
  ],
];

export async function lockDemo(tx: TenantTx): Promise<void> {
  await tx.query(LOCK, [tx.tenant]);
}

export async function hasInvoice(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ has: boolean }>(HAS, [id]);
  return row?.has === true;
}

export async function writeDemo(tx: TenantTx, facts: DemoFacts, currency: string): Promise<void> {
  for (const [kind, statement] of STATEMENTS) {
    const rows = JSON.stringify(facts[kind]);
    await tx.query(statement, statement.text.includes('$2') ? [rows, currency] : [rows]);
  }
}
