create or replace function people.is_active(p_person text) returns boolean
language sql volatile security definer set search_path = '' as $$
  select exists (select from people.person p where p.tenant_id = (select app.tenant()) and p.id = p_person and p.active)
$$;
alter function people.is_active(text) owner to supercargo_people_owner;

-- The roles of an active person: those enrolled, of whoever signed in once those that the last sign-in had as well. Nobody and the
-- deactivated have none.
create or replace function people.roles_of(p_person text) returns text[]
language sql volatile security definer set search_path = '' as $$
  select coalesce((
    select case when s.person is null then p.roles else array(select r from unnest(p.roles) r where r = any(s.roles)) end
    from people.person p left join people.sign_in s on s.tenant_id = p.tenant_id and s.person = p.id
    where p.tenant_id = (select app.tenant()) and p.id = p_person and p.active), '{}')
$$;
alter function people.roles_of(text) owner to supercargo_people_owner;

-- Whether a person's secret is right: 'ok', 'wrong_secret', 'locked' or 'no_secret'. A wrong one is returned, so that its count is
-- committed: five wrong ones lock the person out for a quarter of an hour.
create or replace function people.check_secret(p_person text, p_secret text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  s people.secret;
begin
  select * into s from people.secret x where x.tenant_id = app.tenant() and x.person_id = p_person for update;
  if s.hash is null then
    -- As slow as a real check, so that the time says nothing about who is enrolled.
    perform extensions.crypt(p_secret, extensions.gen_salt('bf', 9));
    return 'no_secret';
  end if;
  if s.locked_until > clock_timestamp() then
    return 'locked';
  end if;
  if s.hash = extensions.crypt(p_secret, s.hash) and people.is_active(p_person) then
    update people.secret set wrong_tries = 0, locked_until = null where tenant_id = s.tenant_id and person_id = s.person_id;
    return 'ok';
  end if;
  update people.secret
    set wrong_tries = case when s.wrong_tries >= 4 then 0 else s.wrong_tries + 1 end,
        locked_until = case when s.wrong_tries >= 4 then clock_timestamp() + interval '15 minutes' end
    where tenant_id = s.tenant_id and person_id = s.person_id;
  perform audit.write(jsonb_build_object('kind', 'wrong_secret', 'person', p_person, 'locked', s.wrong_tries >= 4));
  return case when s.wrong_tries >= 4 then 'locked' else 'wrong_secret' end;
end$$;
alter function people.check_secret(text, text) owner to supercargo_people_owner;

-- Founds a tenant whole: its people, the approvers' secrets and its first policy, in one call and once. There is no other door by which
-- a login adds a person, a secret or a rule. Answers false, and changes nothing, where the tenant exists.
create or replace function people.found_tenant(p_founding jsonb) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into people.tenant (tenant_id, name, currency, scripted)
    values (app.tenant(), p_founding ->> 'name', p_founding ->> 'currency', (p_founding ->> 'scripted')::boolean)
    on conflict do nothing;
  if not found then
    return false;
  end if;
  insert into people.person (tenant_id, id, name, roles)
    select app.tenant(), p.id, p.name, p.roles
    from jsonb_to_recordset(p_founding -> 'people') as p (id text, name text, roles text[]);
  insert into people.secret (tenant_id, person_id, hash)
    select app.tenant(), p.id, extensions.crypt(p.secret, extensions.gen_salt('bf', 9))
    from jsonb_to_recordset(p_founding -> 'people') as p (id text, secret text)
    where p.secret is not null;
  perform policy.publish_first(p_founding -> 'policy');
  perform audit.write(jsonb_build_object('kind', 'founded', 'name', p_founding ->> 'name'));
  return true;
end$$;
alter function people.found_tenant(jsonb) owner to supercargo_people_owner;
