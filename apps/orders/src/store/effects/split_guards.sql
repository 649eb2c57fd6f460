-- How many units of a line stand in no part that counts, and so ship with the order; null where the line's quantity is not recorded. With
-- the rights of whoever asks, so that a wall is a wall here too.
create or replace function orders.unsplit(p_order text, p_line integer) returns bigint
language sql stable set search_path = '' as $$
  -- greatest() would pass over a quantity that is null.
  select case when l.quantity is not null then greatest(0, l.quantity - coalesce((
    select sum(q.quantity) from orders.part_line q
      join orders.shipment_part s on s.tenant_id = q.tenant_id and s.order_number = q.order_number and s.part = q.part
    where q.tenant_id = l.tenant_id and q.order_number = l.order_number and q.line_number = l.line_number and s.state <> 'joined'), 0))::bigint end
  from orders.order_line l where l.tenant_id = app.tenant() and l.order_number = p_order and l.line_number = p_line
$$;
alter function orders.unsplit(text, integer) owner to supercargo_orders_owner;

-- Why these quantities cannot be split off now, in words; null where they can. What the plan saw of the lines must still be so.
create or replace function orders.why_not_split(p_order text, p_lines jsonb, p_unsplit text) returns text
language sql stable set search_path = '' as $$
  with asked as (
    select a.line, a.quantity, orders.unsplit(p_order, a.line) as unsplit
    from jsonb_to_recordset(p_lines) as a (line integer, quantity bigint)
  ), seen as (
    select string_agg(format('%s:%s', line, coalesce(unsplit::text, 'not recorded')), ' ' order by line) as text,
      count(*) as lines, count(distinct line) as different,
      coalesce(bool_and(quantity between 1 and unsplit), false) as is_enough, sum(quantity) as units
    from asked
  )
  select case
    when text is distinct from p_unsplit then format('what is in no part yet, by line, changed from %s to %s', p_unsplit, coalesce(text, 'nothing'))
    when lines <> different then 'a line is named twice'
    when not is_enough then 'less is in no part yet than would be split off'
    when units >= (select coalesce(sum(orders.unsplit(l.order_number, l.line_number)), 0) from orders.order_line l
        where l.tenant_id = app.tenant() and l.order_number = p_order)
      then 'nothing of the order would stay behind'
  end
  from seen
$$;
alter function orders.why_not_split(text, jsonb, text) owner to supercargo_orders_owner;

-- What a part holds and promises, as a plan says it: `open, 1:40 3:10 by 2026-12-01`.
create or replace function orders.part_text(p_order text, p_part integer) returns text
language sql stable set search_path = '' as $$
  select format('%s, %s by %s', s.state,
    (select string_agg(format('%s:%s', q.line_number, coalesce(q.quantity::text, 'not recorded')), ' ' order by q.line_number) from orders.part_line q
      where q.tenant_id = s.tenant_id and q.order_number = s.order_number and q.part = s.part),
    coalesce(s.promised_on::text, 'no day'))
  from orders.shipment_part s where s.tenant_id = app.tenant() and s.order_number = p_order and s.part = p_part
$$;
alter function orders.part_text(text, integer) owner to supercargo_orders_owner;

-- Why a part cannot be put back together with the rest now, in words; null where it can.
create or replace function orders.why_not_joined(p_order text, p_part integer, p_seen text) returns text
language sql stable set search_path = '' as $$
  select case
    when orders.part_text(p_order, p_part) is distinct from p_seen
      then format('part %s changed from %s to %s', p_part, p_seen, coalesce(orders.part_text(p_order, p_part), 'gone'))
    when (p_seen like 'open, %') is not true then format('part %s is not open any more', p_part)
  end
$$;
alter function orders.why_not_joined(text, integer, text) owner to supercargo_orders_owner;
