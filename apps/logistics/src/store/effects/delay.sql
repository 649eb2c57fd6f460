-- Tells that a shipment is late: past its promised day, or expected after it. Once for each promise, and again whenever an effect changed the
-- expected day. Called by the trade's own functions, with the execution that changed it, or with none where a file says so.
create or replace function logistics.tell_delay(p_shipment text, p_execution uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  t constant text := app.tenant();
  today constant date := (clock_timestamp() at time zone 'utc')::date;
  s logistics.shipment;
begin
  select * into s from logistics.shipment x where x.tenant_id = t and x.id = p_shipment for update;
  if s.promised_on is null or s.state not in ('planned', 'in_transit', 'customs')
     or greatest(today, s.eta_on) <= s.promised_on
     or (p_execution is null and s.delay_noted_on is not distinct from s.promised_on) then
    return;
  end if;
  update logistics.shipment x set delay_noted_on = s.promised_on where x.tenant_id = t and x.id = s.id;
  perform events.publish('shipment.delayed', s.id, p_execution, jsonb_build_object(
    'shipment_id', s.id,
    'order_numbers', (select coalesce(jsonb_agg(o.order_number order by o.order_number), '[]') from (
      select distinct l.order_number from logistics.shipment_line l
      where l.tenant_id = t and l.shipment_id = s.id and l.order_number is not null order by 1 limit 100) o),
    'promised', s.promised_on, 'expected', s.eta_on, 'days_late', greatest(today, s.eta_on) - s.promised_on,
    'why', (select e.kind from logistics.shipment_event e
      where e.tenant_id = t and e.shipment_id = s.id and e.kind in ('customs_hold', 'delayed')
      order by e.occurred_at desc, e.id desc limit 1)));
end$$;
alter function logistics.tell_delay(text, uuid) owner to supercargo_logistics_owner;

-- What a file brought is looked at when the transaction ends: its lines and events are there by then.
create or replace function logistics.note_delay() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.tenant_id <> app.tenant() then
    raise exception 'a late shipment is told of in the tenant whose it is' using errcode = '42501';
  end if;
  perform logistics.tell_delay(new.id, null);
  return null;
end$$;
alter function logistics.note_delay() owner to supercargo_logistics_owner;
drop trigger if exists note_delay on logistics.shipment;
create constraint trigger note_delay after insert or update of promised_on, eta_on, state on logistics.shipment
  deferrable initially deferred for each row
  when (session_user = 'supercargo_importer' and new.promised_on is not null and new.delivered_on is null)
  execute function logistics.note_delay();
