set local role supercargo_approval_owner;

-- An effect on a foreign system is not done in the transaction that uses up its approval: it is under way, or nobody knows yet whether it
-- happened. Neither is an end.
alter table approval.request
  drop constraint request_state_check,
  drop constraint request_check,
  drop constraint request_check1;
alter table approval.request
  add constraint request_state_check check (state in ('waiting', 'approved', 'executing', 'unknown', 'executed', 'failed', 'rejected',
    'expired', 'withdrawn', 'invalidated')),
  add constraint request_check check (
    (state in ('approved', 'executing', 'unknown', 'executed')) <= (approved_at is not null and execute_until is not null)),
  add constraint request_check_ended check ((state in ('waiting', 'approved', 'executing', 'unknown')) = (ended_at is null));

insert into approval.transition (from_state, to_state) values
  ('approved', 'executing'),
  ('executing', 'executed'), ('executing', 'failed'), ('executing', 'unknown'),
  ('unknown', 'executed'), ('unknown', 'failed');

-- A remote execution outlives its transaction. Whoever works at it holds a lease; each lease has a higher fence, and only the highest
-- concludes. Once sent_at is set it is never sent again; after expires_at the foreign system takes it no more.
alter table approval.execution
  add column kind text not null default 'local' check (kind in ('local', 'remote')),
  add column fence bigint not null default 0 check (fence >= 0),
  add column lease_until timestamptz,
  add column sent_at timestamptz,
  add column expires_at timestamptz,
  add constraint execution_check_remote check ((kind = 'remote') = (expires_at is not null)),
  add constraint execution_check_local check (kind = 'remote' or (fence = 0 and lease_until is null and sent_at is null)),
  -- Who sent it held a lease.
  add constraint execution_check_sent check (sent_at is null or fence > 0);
-- What a worker has to send or to ask about, over all tenants.
create index execution_due on approval.execution (server, tenant_id, id) where kind = 'remote' and outcome is null;

-- Whoever writes it: sent once, concluded once, and never given back to an earlier holder.
create function approval.keep_execution() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.outcome is not null or new.fence < old.fence
     or (old.sent_at is not null and new.sent_at is distinct from old.sent_at)
     or (new.tenant_id, new.id, new.request_id, new.server, new.xact, new.at, new.kind, new.expires_at)
       is distinct from (old.tenant_id, old.id, old.request_id, old.server, old.xact, old.at, old.kind, old.expires_at) then
    raise exception 'an execution is sent once and concluded once' using errcode = '42501';
  end if;
  return new;
end$$;
create trigger keep_execution before update on approval.execution for each row execute function approval.keep_execution();

-- A local execution that has no outcome at commit undoes its transaction: consumed without effect cannot be. A remote one gets its
-- outcome later.
create or replace function approval.must_conclude() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  -- In another tenant the row would not be seen: whoever consumes ends the transaction in the tenant in which it was done.
  if new.tenant_id <> app.tenant()
     or exists (select from approval.execution e
       where e.tenant_id = new.tenant_id and e.id = new.id and e.kind = 'local' and e.outcome is null) then
    raise exception 'execution % has no outcome', new.id using errcode = '23514';
  end if;
  return null;
end$$;

-- What a worker is given with its lease: send it, ask about it, or drop what never left and may leave no more; or why it is given nothing.
create type approval.claimed as (
  execution_id uuid, request_id uuid, tool text, step text, fence bigint, plan jsonb, expires_at timestamptz, state text, refusal text,
  detail text
);

reset role;
-- The sweeper finds what is due over all tenants; its functions return a tenant and an id.
create policy sweeper_select on approval.execution for select to supercargo_sweeper using (true);
