-- Records what Orders tells of a delivered line: the taken event is all it is told. A later event of the order says what is known then; what
-- cannot be kept is as if nothing of it had been sold, for nobody knows at which price it would come back. Gives the outcome in words.
create or replace function returns.record_delivered(p_event uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  e constant jsonb := events.taken(p_event, 'order.delivered');
  said constant jsonb := e -> 'payload';
  price constant bigint := (said ->> 'price_minor')::bigint;
  -- Null where it is not recorded, or beyond what a return can have.
  sold constant bigint := case when price between 0 and 1000000000 and (said ->> 'quantity')::bigint between 1 and 1000000
    then (said ->> 'quantity')::bigint end;
begin
  if e is null then
    return null;
  end if;
  if sold is null and not exists (select from returns.sold_line s where s.tenant_id = t and s.order_number = said ->> 'order_number'
       and s.line_number = (said ->> 'line_number')::integer) then
    return format('nothing was kept of line %s of order %s: its quantity or price is not known', said ->> 'line_number',
      said ->> 'order_number');
  end if;
  insert into returns.customer (tenant_id, id, name) values (t, said ->> 'customer_id', said ->> 'customer_name') on conflict do nothing;
  insert into returns.sold_line as s (tenant_id, order_number, line_number, customer_id, sku, description, quantity, price_minor, currency,
      ordered_on, delivered_on, event_id)
    values (t, said ->> 'order_number', (said ->> 'line_number')::integer, said ->> 'customer_id', said ->> 'sku', said ->> 'description',
      coalesce(sold, 0), case when sold is null then 0 else price end, said ->> 'currency', (said ->> 'placed_on')::date,
      (said ->> 'delivered_on')::date, p_event)
    on conflict (tenant_id, order_number, line_number) do update set customer_id = excluded.customer_id, sku = excluded.sku,
      description = excluded.description, quantity = excluded.quantity, price_minor = excluded.price_minor, currency = excluded.currency,
      ordered_on = excluded.ordered_on, delivered_on = excluded.delivered_on, event_id = excluded.event_id;
  return format('recorded %s sold of line %s of order %s', coalesce(sold, 0), said ->> 'line_number', said ->> 'order_number');
end$$;
alter function returns.record_delivered(uuid) owner to supercargo_returns_owner;
