-- What every row-level policy asks is part of the statement itself: a call of its own took longer than what it answers, and one reorder
-- made over two hundred. A body that PostgreSQL parsed here names its operators once and for all, so no search_path is needed.
set local role supercargo_app_owner;
create function app.no_tenant() returns text language plpgsql stable parallel safe set search_path = '' as $$
begin
  raise exception 'no tenant set' using errcode = '42501', hint = 'set app.tenant inside the transaction';
end$$;
-- In words that the planner knows. Of COALESCE it assumes that it may tell of the rows it is held against: the condition of a statement is then
-- none for an index, is asked again for each row that its policy let through, and is taken to leave a hundredth of them.
create or replace function app.tenant() returns text language sql stable parallel safe
  return case when pg_catalog.current_setting('app.tenant', true) <> '' then pg_catalog.current_setting('app.tenant', true)
    else app.no_tenant() end;

-- The same for the server of a login. The logins of this product are written down here as they are in app.login, which says it of any
-- other; a test holds the two together.
create function app.find_server() returns text language plpgsql stable parallel safe security definer set search_path = '' as $$
declare s text;
begin
  select l.server into s from app.login l where l.role = session_user;
  if s is null then
    raise exception 'not the login of a server' using errcode = '42501';
  end if;
  return s;
end$$;
create or replace function app.server() returns text language sql stable parallel safe
  return case session_user
    when 'supercargo_inventory' then 'inventory'
    when 'supercargo_logistics' then 'logistics'
    when 'supercargo_orders' then 'orders'
    when 'supercargo_returns' then 'returns'
    when 'supercargo_payments' then 'payments'
    when 'supercargo_logistics_customer' then 'logistics'
    when 'supercargo_orders_customer' then 'orders'
    when 'supercargo_returns_customer' then 'returns'
    when 'supercargo_payments_customer' then 'payments'
    else app.find_server() end;

-- The rule's own content, not its version: publishing a policy that leaves this rule alone changes nothing for what is waiting. A rule is
-- never edited, so its hash is computed when it is published.
set local role supercargo_audit_owner;
grant usage on schema audit to supercargo_policy_owner;
grant execute on function audit.canonical(jsonb) to supercargo_policy_owner;
set local role supercargo_policy_owner;
create function policy.rule_hash(
  p_server text, p_tool text, p_over_minor bigint, p_over_units bigint, p_currency text, p_tier text, p_quorum integer, p_need_role text,
  p_hold_seconds integer, p_waiting_seconds integer, p_approved_seconds integer
) returns text language sql immutable set search_path = '' as $$
  select encode(sha256(convert_to(E'supercargo/rule/1\n' || audit.canonical(jsonb_build_object(
    'server', p_server, 'tool', p_tool, 'over_minor', p_over_minor, 'over_units', p_over_units, 'currency', p_currency, 'tier', p_tier,
    'quorum', p_quorum, 'need_role', p_need_role, 'hold_seconds', p_hold_seconds, 'waiting_seconds', p_waiting_seconds,
    'approved_seconds', p_approved_seconds)), 'UTF8')), 'hex')
$$;
alter table policy.rule add column hash text not null generated always as (policy.rule_hash(
  server, tool, over_minor, over_units, currency, tier, quorum, need_role, hold_seconds, waiting_seconds, approved_seconds)) stored;
reset role;
