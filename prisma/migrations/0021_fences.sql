set local role supercargo_approval_owner;

-- The low twenty bits of a fence say how often the execution was claimed, and the others are drawn anew with each claim: who was not given
-- a fence cannot tell it. The count alone goes up.
create or replace function approval.keep_execution() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.outcome is not null or (new.fence & 1048575) < (old.fence & 1048575)
     or (old.sent_at is not null and new.sent_at is distinct from old.sent_at)
     or (new.tenant_id, new.id, new.request_id, new.server, new.xact, new.at, new.kind, new.expires_at)
       is distinct from (old.tenant_id, old.id, old.request_id, old.server, old.xact, old.at, old.kind, old.expires_at) then
    raise exception 'an execution is sent once and concluded once' using errcode = '42501';
  end if;
  return new;
end$$;

reset role;
set local role supercargo_events_owner;

-- What was done stays done. What was given up may be tried again, and nothing else becomes of it.
create or replace function events.keep_delivery() returns trigger language plpgsql set search_path = '' as $$
begin
  if old.state = 'done' or (old.state = 'parked' and new.state <> 'pending')
     or (new.tenant_id, new.event_id, new.consumer, new.topic, new.key, new.seq)
       is distinct from (old.tenant_id, old.event_id, old.consumer, old.topic, old.key, old.seq) then
    raise exception 'a delivery that ended is never edited' using errcode = '42501';
  end if;
  return new;
end$$;

reset role;
set local role supercargo_payments_owner;

-- Which payees have the same account.
create index payee_account on payments.payee (tenant_id, account_hash) where account_hash is not null;

reset role;
