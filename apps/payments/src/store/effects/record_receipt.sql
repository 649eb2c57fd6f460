-- Records what an event says was received of an order, once, and the order itself where a payee is known that nobody told of it before.
-- Takes the event's id and nothing else; answers what came of it.
create or replace function payments.record_receipt(p_event uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  e constant jsonb := events.taken(p_event, 'purchase_order.received');
  given constant jsonb := e -> 'payload';
  -- What was ordered here has no number of another system.
  order_number constant text := coalesce(given ->> 'number', given ->> 'purchase_order_id');
begin
  if e is null then
    return null;
  end if;
  if (order_number ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$' and given ->> 'currency' ~ '^[A-Z]{3}$'
      and given ->> 'amount_minor' ~ '^[0-9]{1,18}$') is not true then
    return 'nothing was recorded: the order has no number or amount that an invoice could name';
  end if;
  insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency)
    select t, order_number, p.id, (given ->> 'amount_minor')::bigint, given ->> 'currency'
    from payments.payee p where p.tenant_id = t and p.id = given ->> 'supplier_id'
    on conflict do nothing;
  insert into payments.goods_receipt (tenant_id, order_number, quantity, amount_minor, currency, received_at, event_id)
    values (t, order_number, nullif((given ->> 'quantity')::bigint, 0), (given ->> 'amount_minor')::bigint, given ->> 'currency',
      coalesce((given ->> 'received_at')::timestamptz, (e ->> 'published_at')::timestamptz), p_event)
    on conflict do nothing;
  return format('recorded that goods of order %s were received', order_number);
end$$;
alter function payments.record_receipt(uuid) owner to supercargo_payments_owner;
