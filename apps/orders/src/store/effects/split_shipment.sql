-- Splits quantities of an order into a part that ships separately, or puts such a part back together with the rest; once. Takes the
-- request id and nothing else. What undoes either is the other.
create or replace function orders.split_shipment(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'split_shipment');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  about constant text := plan #>> '{effect,order}';
  joined constant integer := (plan #>> '{effect,join_part}')::integer;
  so orders.sales_order;
  made integer;
begin
  if o.refusal is not null then
    return o;
  end if;
  -- Whoever splits holds the order: its parts and what is left of its lines stand still meanwhile.
  select * into so from orders.sales_order x where x.tenant_id = t and x.number = about for no key update;
  o.detail := case
    when so.state is distinct from plan #>> '{guards,order_state}'
      then format('the state of the order changed from %s to %s', plan #>> '{guards,order_state}', coalesce(so.state, 'gone'))
    when so.state not in ('placed', 'allocated') then format('the order is %s, and only one that did not ship is split', so.state)
    when joined is not null then orders.why_not_joined(about, joined, plan #>> '{guards,part}')
    else orders.why_not_split(about, plan #> '{effect,lines}', plan #>> '{guards,unsplit}')
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into orders.effect (tenant_id, execution_id, tool) values (t, execution, 'split_shipment');
  if joined is not null then
    update orders.shipment_part s set state = 'joined', joined_by = execution
      where s.tenant_id = t and s.order_number = about and s.part = joined;
    return approval.conclude(execution, jsonb_build_object('order', about, 'part', joined, 'part_state', 'joined'));
  end if;
  select coalesce(max(s.part), 0) + 1 into made from orders.shipment_part s where s.tenant_id = t and s.order_number = about;
  insert into orders.shipment_part (tenant_id, order_number, part, promised_on, split_by)
    values (t, about, made, (plan #>> '{effect,promised_on}')::date, execution);
  insert into orders.part_line (tenant_id, order_number, part, line_number, quantity)
    select t, about, made, a.line, a.quantity
    from jsonb_to_recordset(plan #> '{effect,lines}') as a (line integer, quantity bigint);
  return approval.conclude(execution, jsonb_build_object('order', about, 'part', made, 'part_state', 'open'));
end$$;
alter function orders.split_shipment(uuid) owner to supercargo_orders_owner;
