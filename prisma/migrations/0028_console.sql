-- The console: where people other than the requester decide, signed in. Its login reads what waits, writes down who signed in and hands on
-- what they decide. It asks for nothing and executes nothing.
do $$
begin
  begin
    create role supercargo_console login nobypassrls nocreatedb nocreaterole;
  exception when duplicate_object or unique_violation then null;
  end;
  -- Defaults against accidents, as every login has them.
  alter role supercargo_console set statement_timeout = '15s';
  alter role supercargo_console set lock_timeout = '10s';
  alter role supercargo_console set idle_in_transaction_session_timeout = '30s';
  alter role supercargo_console set transaction_timeout = '30s';
  -- Who signed in with which roles, and why somebody said no, is for the record and for no log.
  alter role supercargo_console set log_statement = 'none';
  alter role supercargo_console set log_min_duration_statement = '-1';
  alter role supercargo_console set log_parameter_max_length = '0';
  alter role supercargo_console set log_parameter_max_length_on_error = '0';
  alter role supercargo_console set log_min_error_statement = 'panic';
  execute format('grant connect on database %I to supercargo_console', current_database());
end$$;

set local role supercargo_people_owner;

-- What the last sign-in of a person proved: their roles of that moment, as the identity provider has them. It takes away from those that
-- they are enrolled with and adds none.
create table people.sign_in (
  tenant_id text not null,
  person text not null,
  roles text[] not null check (cardinality(roles) <= 64) check (array_position(roles, null) is null),
  signed_in_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, person),
  foreign key (tenant_id, person) references people.person
);

set local role supercargo_approval_owner;

alter table approval.decision
  drop constraint decision_via_check,
  add constraint decision_via_check check (via in ('elicitation', 'terminal', 'console'));

reset role;
select app.wall('people', 'sign_in');
select app.door('people', t, 'supercargo_console', 'select') from unnest(array['tenant', 'person']) t;
select app.door('approval', t, 'supercargo_console', 'select') from unnest(array['plan', 'request', 'decision']) t;
reset role;
