import { stagedLines } from '@supercargo/imports';
import type { Statement } from '@supercargo/tenancy';

const GIVEN = stagedLines(
  'order_number text, payee_id text, payee_name text, value_minor bigint, ordered_on date, delivered_on date',
);

/** What each order and vendor come to. The vendor of an order's first line is its payee. */
const BILLS = `${GIVEN}, bills as materialized (
    select order_number, payee_id, sum(value_minor)::bigint as amount_minor, min(ordered_on) as ordered_on,
      row_number() over (partition by order_number order by min(line_number)) as nth
    from given where order_number is not null group by order_number, payee_id
  )`;

const COUNTED = `count(*) filter (where made)::integer as added, count(*) filter (where not made)::integer as changed`;

export const PAYEES: Statement = {
  name: 'payments_scms_payees',
  text: `with ${GIVEN}, payees as (
      select payee_id as id, (array_agg(left(payee_name, 200) order by line_number))[1] as name from given
      where order_number is not null group by payee_id
    ), written as (
      insert into payments.payee as p (tenant_id, id, name) select $1, id, name from payees order by id
      on conflict (tenant_id, id) do update set name = excluded.name where p.name is distinct from excluded.name
      returning old.id is null as made
    )
    select (select count(*) from payees)::integer as given, ${COUNTED} from written`,
};

export const ORDERS: Statement = {
  name: 'payments_scms_orders',
  text: `with ${BILLS}, orders as (select * from bills where nth = 1), written as (
      insert into payments.purchase_order as o (tenant_id, number, payee_id, amount_minor, currency, ordered_on)
      select $1, order_number, payee_id, amount_minor, $3, ordered_on from orders order by order_number
      on conflict (tenant_id, number) do update set payee_id = excluded.payee_id, amount_minor = excluded.amount_minor,
        currency = excluded.currency, ordered_on = excluded.ordered_on
      where (o.payee_id, o.amount_minor, o.currency, o.ordered_on)
        is distinct from (excluded.payee_id, excluded.amount_minor, excluded.currency, excluded.ordered_on)
      returning old.number is null as made
    )
    select (select count(*) from orders)::integer as given, ${COUNTED} from written`,
};

/** What was delivered of an order, on the day of the last of it. What was received is never edited. */
export const RECEIPTS: Statement = {
  name: 'payments_scms_receipts',
  text: `with ${GIVEN}, receipts as (
      select order_number, sum(value_minor)::bigint as amount_minor, max(delivered_on) as delivered_on from given
      where order_number is not null and delivered_on is not null group by order_number
    ), written as (
      insert into payments.goods_receipt (tenant_id, id, order_number, amount_minor, currency, received_at, number)
      select $1, gen_random_uuid(), order_number, amount_minor, $3, delivered_on::timestamp at time zone 'UTC', 'GR-' || order_number
      from receipts order by order_number
      on conflict (tenant_id, number) do nothing
      returning true as made
    )
    select (select count(*) from receipts)::integer as given, ${COUNTED} from written`,
};

/** An order without a value is billed by nobody. What was billed is never edited: another sum of the order holds its invoice. */
export const INVOICES: Statement = {
  name: 'payments_scms_invoices',
  text: `with ${BILLS}, invoices as (select * from bills where amount_minor > 0), written as (
      insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency)
      select $1, 'INV-' || order_number || case when nth > 1 then '-' || nth else '' end, payee_id, order_number, order_number,
        amount_minor, $3
      from invoices order by order_number, nth
      on conflict (tenant_id, id) do nothing
      returning true as made
    )
    select (select count(*) from invoices)::integer as given, ${COUNTED} from written`,
};

export const SUMMARY: Statement = {
  name: 'payments_scms_summary',
  text: `with ${BILLS}
    select coalesce(sum(amount_minor), 0)::bigint::text as billed, count(*) filter (where amount_minor = 0)::integer as without_value from bills`,
};
