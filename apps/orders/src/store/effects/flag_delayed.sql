-- Flags the orders that a late shipment endangers: the taken event is all it is told. One open flag for each order and shipment; a later
-- event says in it what is known then. A flag that a person cleared stays cleared, and a later event raises another. Gives the outcome in
-- words.
create or replace function orders.flag_delayed(p_event uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  e constant jsonb := events.taken(p_event, 'shipment.delayed');
  said constant jsonb := e -> 'payload';
  shipment constant text := said ->> 'shipment_id';
  late constant integer := least(greatest((said ->> 'days_late')::integer, 0), 100000);
  severe constant text := case when late >= 7 then 'critical' else 'warning' end;
  n text;
  so orders.sales_order;
  f orders.flag;
  -- How many orders came to what.
  raised integer := 0;
  updated integer := 0;
  arrived integer := 0;
  unknown integer := 0;
begin
  if e is null then
    return null;
  end if;
  if (shipment ~ '^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$') is not true then
    return 'nothing was flagged: the shipment has no number that can be kept';
  end if;
  -- In the order of their numbers, as whoever else locks several.
  for n in select distinct x.number from jsonb_array_elements_text(said -> 'order_numbers') as x (number) order by 1 limit 1000 loop
    select * into so from orders.sales_order x where x.tenant_id = t and x.number = n for no key update;
    select * into f from orders.flag x where x.tenant_id = t and x.order_number = n and x.state = 'open'
      and x.kind = 'late_shipment' and coalesce(x.shipment_number, '') = shipment for update;
    if so.number is null then
      unknown := unknown + 1;
    elsif so.state in ('delivered', 'cancelled') or exists (select from orders.shipment_part s
        where s.tenant_id = t and s.order_number = n and s.shipment_number = shipment and s.state in ('delivered', 'cancelled', 'joined')) then
      arrived := arrived + 1;
    elsif f.id is null then
      insert into orders.flag (tenant_id, id, order_number, kind, severity, note, shipment_number, expected_on, days_late, event_id, event_seq)
        values (t, gen_random_uuid(), n, 'late_shipment', severe, nullif(left(said ->> 'why', 280), ''), shipment,
          (said ->> 'expected')::date, late, (e ->> 'id')::uuid, (e ->> 'seq')::bigint);
      raised := raised + 1;
    elsif coalesce(f.event_seq, -1) < (e ->> 'seq')::bigint then
      update orders.flag x set expected_on = (said ->> 'expected')::date, days_late = late, told_at = clock_timestamp(),
          event_id = (e ->> 'id')::uuid, event_seq = (e ->> 'seq')::bigint, note = coalesce(nullif(left(said ->> 'why', 280), ''), x.note),
          severity = case when x.severity = 'critical' then x.severity else severe end
        where x.tenant_id = t and x.id = f.id;
      updated := updated + 1;
    end if;
  end loop;
  return format('%s flagged, %s flags brought up to date, %s no longer on their way, %s not known here', raised, updated, arrived, unknown);
end$$;
alter function orders.flag_delayed(uuid) owner to supercargo_orders_owner;
