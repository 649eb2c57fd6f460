set local role supercargo_policy_owner;

-- A band is of amounts or of units: a rule applies above over_minor, or above over_units, up to the tool's next band.
alter table policy.rule
  add column over_units bigint not null default -1 check (over_units >= -1),
  drop constraint rule_pkey,
  add primary key (tenant_id, version, server, tool, over_minor, over_units),
  add constraint rule_of_one_measure check (over_minor = -1 or over_units = -1);

-- All bands of a tool are of one measure, so that exactly one of them is the highest that applies. The rows of a version come in the
-- transaction that made the version, so nobody else adds to it meanwhile.
create function policy.one_measure() returns trigger language plpgsql set search_path = '' as $$
begin
  if exists (
    select from policy.rule r
    where (r.tenant_id, r.version, r.server, r.tool) = (new.tenant_id, new.version, new.server, new.tool)
      and ((new.over_minor > -1 and r.over_units > -1) or (new.over_units > -1 and r.over_minor > -1))) then
    raise exception 'the bands of % are of amounts and of units', new.tool using errcode = '23514';
  end if;
  return new;
end$$;
create trigger one_measure before insert on policy.rule for each row execute function policy.one_measure();

-- Consents without an amount have totals of their own, in units.
alter table policy.consent_limit rename column cap_minor to cap;
alter table policy.consent_spent rename column spent_minor to spent;
alter table policy.consent_limit
  alter column currency drop not null,
  drop constraint consent_limit_dimension_check,
  add check (dimension in ('requester', 'requester_units', 'server', 'server_units')),
  add check ((dimension like '%\_units') = (currency is null));

-- Their parameters changed; the files beside the code make them anew.
drop function if exists policy.required(text, text, text, bigint, text);
drop function if exists policy.consent_full(text, text, text, bigint);
drop function if exists policy.reserve_consent(text, text, text, bigint);

reset role;
set local role supercargo_approval_owner;

-- What decides of a plan's text, parsed once. The table holds its columns to it: a plan with another value in one of them cannot be. To
-- generate each column from the text parsed it once for each, which was half the cost of asking. New is how many units a plan is about.
create type approval.plan_columns as (
  tenant_id text, request_id uuid, server text, tool text, definition text, requester text, agent text, client text, attestation text,
  amount_minor bigint, currency text, units bigint, rule text, tier text, quorum integer, need_role text, case_id uuid, card text
);
create function approval.columns_of(p_plan text) returns approval.plan_columns language plpgsql immutable set search_path = '' as $$
declare
  p constant jsonb := p_plan::jsonb;
begin
  return (p ->> 'tenant', (p ->> 'id')::uuid, p ->> 'server', p ->> 'tool', p ->> 'definition', p ->> 'requester', p ->> 'agent',
    p ->> 'client', p ->> 'attestation', (p ->> 'amount_minor')::bigint, p ->> 'currency', (p ->> 'units')::bigint, p ->> 'rule',
    p ->> 'tier', (p ->> 'quorum')::integer, p ->> 'need_role', (p ->> 'case_id')::uuid, p ->> 'card')::approval.plan_columns;
end$$;

alter table approval.plan
  add column units bigint check (units >= 0),
  alter column server drop expression,
  alter column tool drop expression,
  alter column definition drop expression,
  alter column requester drop expression,
  alter column agent drop expression,
  alter column client drop expression,
  alter column attestation drop expression,
  alter column amount_minor drop expression,
  alter column currency drop expression,
  alter column rule drop expression,
  alter column tier drop expression,
  alter column quorum drop expression,
  alter column need_role drop expression,
  alter column case_id drop expression,
  drop constraint plan_check4,
  drop constraint plan_check5;
-- Never null, which would hold: what is absent from the text is absent from the row.
alter table approval.plan
  add constraint plan_check_columns check (
    row(tenant_id, request_id, server, tool, definition, requester, agent, client, attestation, amount_minor, currency, units, rule, tier,
      quorum, need_role, case_id, encode(sha256(convert_to(E'supercargo/card/1\n' || card, 'UTF8')), 'hex'))::approval.plan_columns
    is not distinct from approval.columns_of(plan)),
  add constraint plan_check_units check ((card::jsonb ->> 'units')::bigint is not distinct from units);
reset role;

set local role supercargo_sweeper;
drop function if exists sweep.due(integer);
reset role;
