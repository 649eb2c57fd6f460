import { uuidOf } from '@supercargo/imports';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import type { DemoFacts, DemoReturn } from '../facts.ts';

/** Two starts at once would each load a company that the other is loading. */
const LOCK: Statement = {
  name: 'returns_demo_lock',
  text: `select pg_advisory_xact_lock(hashtextextended('import/demo/returns/' || $1, 0))`,
};

const MISSING: Statement = {
  name: 'returns_demo_missing',
  text: `select x.id from unnest($1::text[]) x (id)
         where not exists (select from returns.rma r where r.tenant_id = app.tenant() and r.id = x.id)`,
};

const CUSTOMERS: Statement = {
  name: 'returns_demo_customers',
  text: `insert into returns.customer (tenant_id, id, name)
         select app.tenant(), x.id, x.name from jsonb_to_recordset($1::jsonb) x (id text, name text) on conflict do nothing`,
};

const CARRIERS: Statement = {
  name: 'returns_demo_carriers',
  text: `insert into returns.carrier (tenant_id, id, name, label_minor, currency)
         select app.tenant(), x.id, x.name, x."labelMinor", $2
         from jsonb_to_recordset($1::jsonb) x (id text, name text, "labelMinor" bigint) on conflict do nothing`,
};

const POLICY: Statement = {
  name: 'returns_demo_policy',
  text: `insert into returns.return_policy (tenant_id, reason, category, window_days, restocking_bp, limit_minor, currency)
         select app.tenant(), x.reason, x.category, x."windowDays", x."restockingBp", x."limitMinor", $2
         from jsonb_to_recordset($1::jsonb) x (reason text, category text, "windowDays" integer, "restockingBp" integer, "limitMinor" bigint)
         on conflict do nothing`,
};

const RETURNS: Statement = {
  name: 'returns_demo_returns',
  text: `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, words, ordered_on, delivered_on, requested_at, state, currency,
           refund_minor, decided_at, rejected_because, received_at, closed_at)
         select app.tenant(), x.id, x."order", x.customer, x.reason, x.words, x."orderedOn", x."deliveredOn", x."requestedAt", x.state, $2,
           x."refundMinor", x."decidedAt", x."rejectedBecause", x."receivedAt", x."closedAt"
         from jsonb_to_recordset($1::jsonb) x (id text, "order" text, customer text, reason text, words text, "orderedOn" date,
           "deliveredOn" date, "requestedAt" timestamptz, state text, "refundMinor" bigint, "decidedAt" timestamptz, "rejectedBecause" text,
           "receivedAt" timestamptz, "closedAt" timestamptz)`,
};

const LINES: Statement = {
  name: 'returns_demo_lines',
  text: `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, category, quantity, price_minor)
         select app.tenant(), x.id, x.line, x.customer, x.sku, x.description, x.category, x.quantity, x."priceMinor"
         from jsonb_to_recordset($1::jsonb) x (id text, line integer, customer text, sku text, description text, category text,
           quantity bigint, "priceMinor" bigint)`,
};

const SOLD: Statement = {
  name: 'returns_demo_sold',
  text: `insert into returns.sold_line (tenant_id, order_number, line_number, customer_id, sku, description, category, quantity, price_minor,
           currency, ordered_on, delivered_on)
         select app.tenant(), x."order", x.line, x.customer, x.sku, x.description, x.category, x.quantity, x."priceMinor", $2, x."orderedOn",
           x."deliveredOn"
         from jsonb_to_recordset($1::jsonb) x ("order" text, line integer, customer text, sku text, description text, category text,
           quantity bigint, "priceMinor" bigint, "orderedOn" date, "deliveredOn" date) on conflict do nothing`,
};

const LABELS: Statement = {
  name: 'returns_demo_labels',
  text: `insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency, tracking, issued_at)
         select app.tenant(), x.uuid, x.id, x.customer, x.carrier, x."costMinor", $2, x.tracking, x."issuedAt"
         from jsonb_to_recordset($1::jsonb) x (uuid uuid, id text, customer text, carrier text, "costMinor" bigint, tracking text,
           "issuedAt" timestamptz)`,
};

/** Waits until no other process loads this company, for as long as the transaction lasts. */
export async function lockDemo(tx: TenantTx): Promise<void> {
  await tx.query(LOCK, [tx.tenant]);
}

/** Which of these returns the company does not have. */
export async function missingReturns(tx: TenantTx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(MISSING, [ids]);
  return new Set(rows.map(({ id }) => id));
}

/** Loads returns that are not there yet, and whom and what they are about. */
export async function writeDemo(tx: TenantTx, facts: DemoFacts, currency: string): Promise<void> {
  const { returns } = facts;
  await tx.query(CUSTOMERS, [JSON.stringify(facts.customers)]);
  await tx.query(CARRIERS, [JSON.stringify(facts.carriers), currency]);
  await tx.query(POLICY, [JSON.stringify(facts.policy), currency]);
  await tx.query(SOLD, [JSON.stringify(facts.sold), currency]);
  await tx.query(RETURNS, [JSON.stringify(returns), currency]);
  await tx.query(LINES, [JSON.stringify(returns.flatMap(linesOf))]);
  await tx.query(LABELS, [JSON.stringify(returns.flatMap(labelsOf(tx.tenant))), currency]);
}

function linesOf({ id, customer, lines }: DemoReturn): readonly object[] {
  return lines.map((line, index) => ({ id, customer, line: index + 1, ...line }));
}

/** Every company's labels have ids of their own. */
function labelsOf(tenant: string): (rma: DemoReturn) => readonly object[] {
  return ({ id, customer, label }) =>
    label === null ? [] : [{ uuid: uuidOf(`returns/label/${tenant}/${id}`), id, customer, ...label }];
}
