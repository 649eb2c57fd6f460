import type { Money } from '@supercargo/kernel';
import { HISTORY_DAYS, type History } from '../domain/flags.ts';
import type { LabelState } from '../domain/label.ts';
import type { Reason, RmaState } from '../domain/rma.ts';
import type { Claim, Rule } from '../domain/verdict.ts';

/** A line of a return, with the rule of the company's policy that applies to it. */
export interface RmaLine {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly category: string;
  readonly quantity: number;
  readonly price: Money;
  readonly valueMinor: bigint;
  readonly rule: Rule | null;
}

export interface Label {
  readonly id: string;
  readonly carrierId: string;
  readonly carrierName: string;
  readonly cost: Money;
  readonly tracking: string | null;
  readonly state: LabelState;
  readonly issuedAt: Date;
}

/** A return as the desk knows it, whole: nothing about it needs a second look. */
export interface Rma extends Claim, History {
  readonly id: string;
  readonly orderNumber: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly reason: Reason;
  /** The customer's: data, never instructions. */
  readonly words: string | null;
  readonly orderedOn: string | null;
  readonly state: RmaState;
  readonly lines: readonly RmaLine[];
  /** What was approved; null before that, and where a file did not say. */
  readonly approvedRefund: Money | null;
  readonly decidedAt: Date | null;
  /** Whether a request of ours decided it, which hands the refund to payments. */
  readonly isDecidedHere: boolean;
  readonly rejectedBecause: string | null;
  readonly receivedAt: Date | null;
  readonly closedAt: Date | null;
  /** The one that counts, else the one voided last. */
  readonly label: Label | null;
}

interface LineJson {
  readonly line: number;
  readonly sku: string;
  readonly description: string;
  readonly category: string;
  readonly quantity: string;
  readonly price_minor: string;
  readonly value_minor: string;
  readonly window_days: number | null;
  readonly restocking_bp: number | null;
  readonly limit_minor: string | null;
  readonly limit_currency: string | null;
}

interface LabelJson {
  readonly id: string;
  readonly carrier_id: string;
  readonly carrier_name: string;
  readonly cost_minor: string;
  readonly currency: string;
  readonly tracking: string | null;
  readonly state: LabelState;
  readonly issued_at: string;
}

export interface RmaRow {
  readonly id: string;
  readonly order_number: string;
  readonly customer_id: string;
  readonly customer_name: string;
  readonly reason: Reason;
  readonly words: string | null;
  readonly ordered_on: string | null;
  readonly delivered_on: string | null;
  readonly requested_at: Date;
  readonly state: RmaState;
  readonly currency: string;
  readonly refund_minor: string | null;
  readonly decided_at: Date | null;
  readonly decided_here: boolean;
  readonly rejected_because: string | null;
  readonly received_at: Date | null;
  readonly closed_at: Date | null;
  readonly lines: readonly LineJson[];
  readonly label: LabelJson | null;
  readonly others_of_customer: string;
  readonly others_of_order: readonly string[];
}

/** Everything of the returns that `chosen` gives as `r`: it names the tenant, and how many. Amounts travel as text in JSON. */
export function wholeOf(chosen: string): string {
  return `select r.id, r.order_number, r.customer_id, c.name as customer_name, r.reason, r.words,
      to_char(r.ordered_on, 'YYYY-MM-DD') as ordered_on, to_char(r.delivered_on, 'YYYY-MM-DD') as delivered_on, r.requested_at, r.state,
      r.currency, r.refund_minor, r.decided_at, r.decided_by is not null as decided_here, r.rejected_because, r.received_at, r.closed_at,
      l.lines, b.label, h.others_of_customer, s.others_of_order
    from (${chosen}) r
    join returns.customer c on c.tenant_id = app.tenant() and c.id = r.customer_id
    cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('line', x.line_number, 'sku', x.sku, 'description', x.description, 'category', x.category,
          'quantity', x.quantity::text, 'price_minor', x.price_minor::text, 'value_minor', x.value_minor::text, 'window_days', p.window_days,
          'restocking_bp', p.restocking_bp, 'limit_minor', p.limit_minor::text, 'limit_currency', p.currency) order by x.line_number), '[]') as lines
      from returns.rma_line x
      left join lateral (
        select p.window_days, p.restocking_bp, p.limit_minor, p.currency from returns.return_policy p
        where p.tenant_id = app.tenant() and p.reason = r.reason and p.category in (x.category, 'any')
        order by p.category = 'any' limit 1) p on true
      where x.tenant_id = app.tenant() and x.rma_id = r.id) l
    left join lateral (
      select jsonb_build_object('id', y.id, 'carrier_id', y.carrier_id, 'carrier_name', v.name, 'cost_minor', y.cost_minor::text,
          'currency', y.currency, 'tracking', y.tracking, 'state', y.state, 'issued_at', y.issued_at) as label
      from returns.label y join returns.carrier v on v.tenant_id = app.tenant() and v.id = y.carrier_id
      where y.tenant_id = app.tenant() and y.rma_id = r.id order by y.state, y.issued_at desc limit 1) b on true
    cross join lateral (
      select count(*) as others_of_customer from (
        select from returns.rma o where o.tenant_id = app.tenant() and o.customer_id = r.customer_id and o.id <> r.id
          and o.requested_at > r.requested_at - interval '${HISTORY_DAYS.toString()} days' and o.requested_at <= r.requested_at limit 100) o) h
    cross join lateral (
      select coalesce(array_agg(o.id order by o.id), '{}') as others_of_order from (
        select o.id from returns.rma o where o.tenant_id = app.tenant() and o.order_number = r.order_number and o.id <> r.id
          and o.state not in ('rejected', 'cancelled') order by o.id limit 5) o) s`;
}

function ruleOf({ window_days, restocking_bp, limit_minor, limit_currency }: LineJson): Rule | null {
  if (window_days === null || restocking_bp === null || limit_minor === null || limit_currency === null) return null;
  return {
    windowDays: window_days,
    restockingBp: restocking_bp,
    limit: { minor: BigInt(limit_minor), currency: limit_currency },
  };
}

function lineOf(line: LineJson, currency: string): RmaLine {
  return {
    ...{ line: line.line, sku: line.sku, description: line.description, category: line.category },
    quantity: Number(line.quantity),
    price: { minor: BigInt(line.price_minor), currency },
    valueMinor: BigInt(line.value_minor),
    rule: ruleOf(line),
  };
}

function labelOf(label: LabelJson): Label {
  return {
    ...{ id: label.id, carrierId: label.carrier_id, carrierName: label.carrier_name },
    cost: { minor: BigInt(label.cost_minor), currency: label.currency },
    ...{ tracking: label.tracking, state: label.state, issuedAt: new Date(label.issued_at) },
  };
}

export function rmaOf(row: RmaRow): Rma {
  const { currency, refund_minor: refund } = row;
  return {
    ...{ id: row.id, orderNumber: row.order_number, customerId: row.customer_id, customerName: row.customer_name },
    ...{ reason: row.reason, words: row.words, orderedOn: row.ordered_on, deliveredOn: row.delivered_on },
    ...{ requestedAt: row.requested_at, state: row.state, currency },
    lines: row.lines.map((line) => lineOf(line, currency)),
    approvedRefund: refund === null ? null : { minor: BigInt(refund), currency },
    ...{ decidedAt: row.decided_at, isDecidedHere: row.decided_here, rejectedBecause: row.rejected_because },
    ...{ receivedAt: row.received_at, closedAt: row.closed_at },
    label: row.label === null ? null : labelOf(row.label),
    othersOfCustomer: Number(row.others_of_customer),
    othersOfOrder: row.others_of_order,
  };
}
