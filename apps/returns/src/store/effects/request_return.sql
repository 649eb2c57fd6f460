-- Opens a return that a customer asked for, once, in state `requested`: nothing is refunded by it, and what becomes of it the desk decides.
-- Takes the request id and nothing else. Whose it is says the plan, which was held to the customer of the transaction that asked; where
-- customers' login executes it, the ledger opens the requests of that customer alone.
create or replace function returns.request_return(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'request_return');
  execution constant uuid := gen_random_uuid();
  rma constant text := 'RMA-' || upper(left(replace(execution::text, '-', ''), 12));
  plan constant jsonb := o.plan;
  said constant jsonb := plan -> 'effect';
  who constant text := plan ->> 'customer';
  -- It is judged by the day on which it was asked for, however long its approval took. The ledger held that instant to its own clock.
  asked_at constant timestamptz := (plan ->> 'created_at')::timestamptz;
  a returns.asking;
begin
  if o.refusal is not null then
    return o;
  end if;
  if who is distinct from coalesce(app.asking_customer(), who) then
    o.refusal := 'unknown_request';
    return o;
  end if;
  -- One request at a time about an order: the next one sees what this one opened.
  perform from returns.sold_line x where x.tenant_id = t and x.order_number = said ->> 'order' and x.customer_id = who
    order by x.line_number for update;
  a := returns.asking_of(who, said ->> 'order', said ->> 'reason', said -> 'lines', (asked_at at time zone 'UTC')::date);
  o.detail := case
    when who is null then 'nobody asked for it as a customer'
    when a.sold is distinct from plan #>> '{guards,sold}'
      then format('what was sold changed from %s to %s', plan #>> '{guards,sold}', coalesce(a.sold, 'nothing'))
    when a.returned is distinct from plan #>> '{guards,returned}'
      then format('what is sent back already changed from %s to %s', plan #>> '{guards,returned}', coalesce(a.returned, 'nothing'))
    when a.days is distinct from plan #>> '{guards,days}'
      then format('the day it is judged by changed from %s to %s', plan #>> '{guards,days}', coalesce(a.days, 'none'))
    when a.rules is distinct from plan #>> '{guards,policy}'
      then format('the return policy for it changed from %s to %s', plan #>> '{guards,policy}', coalesce(a.rules, 'none'))
    when a.problem is not null then a.problem
    when a.value_minor is distinct from (plan ->> 'amount_minor')::bigint or a.currency is distinct from plan ->> 'currency'
      then 'the amount that was judged is not what was paid for these'
    when length(said ->> 'words') > 2000 or length(said ->> 'words') = 0 then 'the words are none or too many'
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into returns.effect (tenant_id, execution_id, tool) values (t, execution, 'request_return');
  insert into returns.rma (tenant_id, id, order_number, customer_id, reason, words, ordered_on, delivered_on, requested_at, currency, asked_by)
    select t, rma, said ->> 'order', who, said ->> 'reason', said ->> 'words', min(b.ordered_on), min(b.delivered_on), asked_at, a.currency,
      execution
    from returns.returnable_of(who, said ->> 'order', said ->> 'reason') b;
  insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, category, quantity, price_minor)
    select t, rma, row_number() over (order by x.sku), who, x.sku, b.description, b.category, x.quantity, b.price_minor
    from jsonb_to_recordset(said -> 'lines') x (sku text, quantity bigint)
    join returns.returnable_of(who, said ->> 'order', said ->> 'reason') b on b.sku = x.sku;
  return approval.conclude(execution, jsonb_build_object('rma_id', rma, 'rma_state', 'requested'));
end$$;
alter function returns.request_return(uuid) owner to supercargo_returns_owner;
