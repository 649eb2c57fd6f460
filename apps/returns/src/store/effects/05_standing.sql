-- What a decision about a return stands on: what is claimed, the days between which it is judged, the rules of
-- the company's policy that apply to its lines, and in minor units what it is worth and what the policy gives back. The refund is null where
-- no rule says anything about a line. Empty for a return that there is not.
create or replace function returns.standing_of(p_rma text) returns returns.standing
language plpgsql stable set search_path = '' as $$
declare
  t constant text := app.tenant();
  s returns.standing;
begin
  select
      format('%s, order %s of %s: %s', r.reason, r.order_number, r.customer_id,
        string_agg(format('%s %s (%s) at %s %s', l.quantity, l.sku, l.category, l.price_minor, r.currency), ', ' order by l.line_number)),
      format('delivered %s, asked %s', coalesce(r.delivered_on::text, 'not recorded'), (r.requested_at at time zone 'UTC')::date),
      string_agg(coalesce(format('%s %s: %s days, %s bp, limit %s %s', p.reason, p.category, p.window_days, p.restocking_bp, p.limit_minor,
        p.currency), 'no rule'), ', ' order by l.line_number),
      sum(l.value_minor),
      -- What restocking costs is rounded down: for the customer.
      case when bool_and(p.reason is not null) then sum(l.value_minor - div(l.value_minor::numeric * p.restocking_bp, 10000)) end
    into s
    from returns.rma r
    join returns.rma_line l on l.tenant_id = t and l.rma_id = r.id
    left join lateral (
      select x.* from returns.return_policy x
      where x.tenant_id = t and x.reason = r.reason and x.category in (l.category, 'any')
      order by x.category = 'any' limit 1) p on true
    where r.tenant_id = t and r.id = p_rma
    group by r.reason, r.order_number, r.customer_id, r.currency, r.delivered_on, r.requested_at;
  return s;
end$$;
alter function returns.standing_of(text) owner to supercargo_returns_owner;

-- Why nothing is decided on a return as its plan says, whatever the decision, or null. Expects the return to be held.
create or replace function returns.not_decidable(p_rma returns.rma, p_standing returns.standing, plan jsonb, p_decision text) returns text
language sql stable set search_path = '' as $$
  select case
    when p_rma.state is distinct from plan #>> '{guards,rma_state}'
      then format('the state of the return changed from %s to %s', plan #>> '{guards,rma_state}', coalesce(p_rma.state, 'gone'))
    when p_rma.state is distinct from 'requested'
      then format('the return is %s, and only a requested one is %s', coalesce(p_rma.state, 'gone'), p_decision)
    when p_standing.claimed is distinct from plan #>> '{guards,claimed}'
      then format('what is claimed changed from %s to %s', plan #>> '{guards,claimed}', coalesce(p_standing.claimed, 'nothing'))
  end
$$;
alter function returns.not_decidable(returns.rma, returns.standing, jsonb, text) owner to supercargo_returns_owner;
