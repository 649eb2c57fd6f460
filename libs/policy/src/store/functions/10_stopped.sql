-- The first kill switch that stops one of these, as 'kind id', or null.
create or replace function policy.stopped(p_kinds text[], p_ids text[]) returns text
language sql volatile security definer set search_path = '' as $$
  select k.kind || ' ' || k.id
  from policy.kill_switch k
  join unnest(p_kinds, p_ids) as asked (kind, id) on (k.kind, k.id) = (asked.kind, asked.id)
  where k.tenant_id = (select app.tenant())
  limit 1
$$;
alter function policy.stopped(text[], text[]) owner to supercargo_policy_owner;

-- An administrator throws or lifts a switch with a secret of their own. Returns what was refused, or 'ok'.
create or replace function policy.switch_by_secret(
  p_person text, p_secret text, p_kind text, p_id text, p_thrown boolean, p_reason text
) returns text language plpgsql volatile security definer set search_path = '' as $$
declare
  checked text := people.check_secret(p_person, p_secret);
begin
  if p_thrown is null then
    raise exception 'a switch is thrown or lifted' using errcode = '22004';
  end if;
  if checked <> 'ok' then
    return checked;
  end if;
  if not 'administrator' = any(people.roles_of(p_person)) then
    return 'not_an_administrator';
  end if;
  if p_thrown then
    insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by)
      values (app.tenant(), p_kind, p_id, p_reason, p_person) on conflict do nothing;
  else
    delete from policy.kill_switch where tenant_id = app.tenant() and kind = p_kind and id = p_id;
  end if;
  if not found then
    return 'unchanged';
  end if;
  perform audit.write(jsonb_build_object('kind', 'switch', 'person', p_person, 'via', 'terminal', 'thrown', p_thrown,
    'target_kind', p_kind, 'target', p_id, 'reason', p_reason));
  return 'ok';
end$$;
alter function policy.switch_by_secret(text, text, text, text, boolean, text) owner to supercargo_policy_owner;
