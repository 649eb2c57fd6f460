-- Learns that a person signed in: when, and with which roles. What is no name of a role is dropped, and so is what comes after sixty-four;
-- the console, which alone calls it, has verified the token. A sign-in older than the last leaves that one as it is. Answers 'ok',
-- 'unknown_person' (nobody active) or 'not_now' (more than a minute ahead of this clock, or more than a day behind it).
create or replace function people.record_sign_in(p_person text, p_roles text[], p_signed_in_at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  proven constant text[] := array(
    select x.role from unnest(p_roles) with ordinality as x (role, place)
    where x.role ~ '^[a-z][a-z0-9_]{0,63}$' group by x.role order by min(x.place) limit 64);
  answer constant text := case
    when not people.is_active(p_person) then 'unknown_person'
    when (p_signed_in_at between clock_timestamp() - interval '24 hours' and clock_timestamp() + interval '60 seconds') is not true
      then 'not_now'
    else 'ok' end;
begin
  if answer <> 'ok' then
    perform audit.write(jsonb_build_object('kind', 'sign_in_refused', 'person', left(p_person, 64), 'refusal', answer));
    return answer;
  end if;
  insert into people.sign_in as s (tenant_id, person, roles, signed_in_at)
    values (t, p_person, proven, p_signed_in_at)
    on conflict (tenant_id, person) do update
      set roles = excluded.roles, signed_in_at = excluded.signed_in_at, recorded_at = clock_timestamp()
      where s.signed_in_at <= excluded.signed_in_at;
  perform audit.write(jsonb_build_object('kind', 'signed_in', 'person', p_person, 'roles', to_jsonb(proven), 'last', found,
    'signed_in_at', to_char(p_signed_in_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')));
  return 'ok';
end$$;
alter function people.record_sign_in(text, text[], timestamptz) owner to supercargo_people_owner;

-- Whether a person's last sign-in is this recent, by the clock of the database.
create or replace function people.signed_in_within(p_person text, p_within interval) returns boolean
language sql volatile security definer set search_path = '' as $$
  select exists (select from people.sign_in s
    where s.tenant_id = (select app.tenant()) and s.person = p_person and s.signed_in_at >= clock_timestamp() - p_within)
$$;
alter function people.signed_in_within(text, interval) owner to supercargo_people_owner;
