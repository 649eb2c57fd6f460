-- What of a customer's order may come back, by item; empty for an order that is not theirs or of which nothing was delivered. An item that was
-- sold at several prices has none, and one whose delivery nobody recorded no day. What comes back already counts unless it was rejected
-- or cancelled, whoever recorded it.
create or replace function returns.returnable_of(p_customer text, p_order text, p_reason text) returns setof returns.returnable
language sql stable set search_path = '' as $$
  select s.sku, s.description, s.category, s.sold,
    coalesce((select sum(l.quantity) from returns.rma r join returns.rma_line l on l.tenant_id = r.tenant_id and l.rma_id = r.id
      where r.tenant_id = app.tenant() and r.order_number = p_order and r.state not in ('rejected', 'cancelled') and l.sku = s.sku), 0)::bigint,
    s.price_minor, s.currency, s.ordered_on, s.delivered_on, p.window_days
  from (
    select x.sku, min(x.description) as description, min(x.category) as category, sum(x.quantity)::bigint as sold,
      case when min(x.price_minor) = max(x.price_minor) and count(distinct x.category) = 1 then min(x.price_minor) end as price_minor,
      min(x.currency) as currency, min(x.ordered_on) as ordered_on,
      case when bool_and(x.delivered_on is not null) then min(x.delivered_on) end as delivered_on
    from returns.sold_line x
    where x.tenant_id = app.tenant() and x.order_number = p_order and x.customer_id = p_customer and x.quantity > 0
    group by x.sku) s
  left join lateral (
    select x.window_days from returns.return_policy x
    where x.tenant_id = app.tenant() and x.reason = p_reason and x.category in (s.category, 'any')
    order by x.category = 'any' limit 1) p on true
  order by s.sku
$$;
alter function returns.returnable_of(text, text, text) owner to supercargo_returns_owner;

-- What a request to send these back stands on, and what speaks against it now, or null. Lines are `[{"sku": …, "quantity": …}]`.
create or replace function returns.asking_of(p_customer text, p_order text, p_reason text, p_lines jsonb, p_day date)
returns returns.asking language plpgsql stable set search_path = '' as $$
declare
  a returns.asking;
begin
  perform app.tenant();
  if (jsonb_typeof(p_lines) = 'array' and jsonb_array_length(p_lines) between 1 and 20) is not true then
    a.problem := 'one to twenty items are sent back at a time';
    return a;
  end if;
  select
      string_agg(format('%s %s (%s) at %s %s', b.sold, x.sku, b.category, b.price_minor, b.currency), ', ' order by x.sku),
      string_agg(format('%s %s', b.returned, x.sku), ', ' order by x.sku),
      string_agg(distinct format('delivered %s', b.delivered_on), ', '),
      string_agg(coalesce(format('%s days', b.window_days), 'no rule'), ', ' order by x.sku),
      sum(b.price_minor * x.quantity), min(b.currency),
      min(case
        when b.sku is null then 'what was sold does not include ' || coalesce(x.sku, 'it')
        when b.price_minor is null then x.sku || ' was sold at several prices'
        when x.times > 1 then x.sku || ' is named twice'
        when (x.quantity between 1 and 1000000) is not true then 'a quantity is from 1 to 1,000,000'
        when x.quantity > b.sold - b.returned then format('%s of %s may still be sent back', greatest(b.sold - b.returned, 0), x.sku)
        when b.window_days is null then 'the return policy says nothing about this reason and ' || x.sku
        when b.delivered_on is null then 'nobody recorded when it was delivered'
        when p_day - b.delivered_on > b.window_days then format('the time to send back %s is over', x.sku)
      end)
    into a
    from (select y.sku, sum(y.quantity)::bigint as quantity, count(*) as times
      from jsonb_to_recordset(p_lines) y (sku text, quantity bigint) group by y.sku) x
    left join returns.returnable_of(p_customer, p_order, p_reason) b on b.sku = x.sku;
  return a;
end$$;
alter function returns.asking_of(text, text, text, jsonb, date) owner to supercargo_returns_owner;
