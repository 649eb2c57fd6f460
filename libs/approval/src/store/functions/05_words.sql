-- Every function that writes the ledger begins with this. At a higher level a transaction sees neither what was asked or decided nor the
-- kill switch that was committed after it began, so that two asks, or two people's decisions, would pass each other.
create or replace function approval.at_read_committed() returns void language plpgsql stable set search_path = '' as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'the ledger is written at READ COMMITTED only' using errcode = '25001';
  end if;
end$$;
alter function approval.at_read_committed() owner to supercargo_approval_owner;

-- Whether a plan has every part that is judged later, each of its kind. Without this an absent part would compare as null, which refuses
-- nothing.
create or replace function approval.is_whole(p_plan jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_typeof(p_plan -> 'units') in ('number', 'null'), false)
    and bool_and(coalesce(jsonb_typeof(p_plan -> part.name) = part.kind, false))
  from (values ('id', 'string'), ('tenant', 'string'), ('server', 'string'), ('tool', 'string'), ('definition', 'string'),
    ('arguments', 'object'), ('effect', 'object'), ('guards', 'object'), ('requester', 'string'), ('rule', 'string'), ('tier', 'string'),
    ('quorum', 'number'), ('hold_seconds', 'number'), ('approved_seconds', 'number'), ('nonce', 'string'), ('created_at', 'string'),
    ('expires_at', 'string'), ('card', 'string')) as part (name, kind)
$$;
alter function approval.is_whole(jsonb) owner to supercargo_approval_owner;

-- The same request again: tenant, server, tool, requester and arguments, and whose it is where a customer asks. Computed here from the plan's
-- text, never taken.
create or replace function approval.fingerprint(p_plan jsonb) returns bytea
language sql immutable set search_path = '' as $$
  select sha256(convert_to(E'supercargo/fingerprint/1\n' || audit.canonical(jsonb_build_array(
    p_plan ->> 'tenant', p_plan ->> 'server', p_plan ->> 'tool', p_plan ->> 'requester', p_plan -> 'arguments')
    || case when p_plan ->> 'customer' is null then '[]' else jsonb_build_array(p_plan ->> 'customer') end), 'UTF8'))
$$;
alter function approval.fingerprint(jsonb) owner to supercargo_approval_owner;

-- The kill switch that stops this plan, or null.
create or replace function approval.stopped(p_plan jsonb) returns text
language sql volatile set search_path = '' as $$
  select policy.stopped(
    array['person', 'agent', 'client', 'tool', 'tenant'],
    array[p_plan ->> 'requester', p_plan ->> 'agent', p_plan ->> 'client', p_plan ->> 'tool', p_plan ->> 'tenant'])
$$;
alter function approval.stopped(jsonb) owner to supercargo_approval_owner;

-- One audit record about a request: what everybody needs to know of it, and what the caller adds.
create or replace function approval.record(p_kind text, p_request uuid, p_more jsonb) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform audit.write(jsonb_build_object('kind', p_kind, 'request_id', p_request, 'server', p.server, 'tool', p.tool,
      'definition', p.definition, 'requester', p.requester, 'agent', p.agent, 'client', p.client, 'case_id', p.case_id,
      'plan', encode(p.digest, 'hex'), 'card', p.plan::jsonb ->> 'card', 'rule', p.rule, 'tier', p.tier, 'quorum', p.quorum)
      || case when p.customer_id is null then '{}' else jsonb_build_object('customer', p.customer_id) end || p_more)
    from approval.plan p where p.tenant_id = app.tenant() and p.request_id = p_request;
  if not found then
    raise exception 'a record of a request that is not there' using errcode = '42501';
  end if;
end$$;
alter function approval.record(text, uuid, jsonb) owner to supercargo_approval_owner;

-- Ends a request: its state, why, what came of it where it was executed, and the record of it.
create or replace function approval.finish(p_request uuid, p_state text, p_reason text, p_more jsonb) returns void
language plpgsql volatile set search_path = '' as $$
begin
  update approval.request
    set state = p_state, reason = p_reason, ended_at = clock_timestamp(),
        result = case when p_state = 'executed' then audit.canonical(p_more -> 'result') end
    where tenant_id = app.tenant() and id = p_request;
  perform approval.record(p_state, p_request, jsonb_build_object('reason', p_reason) || p_more);
end$$;
alter function approval.finish(uuid, text, text, jsonb) owner to supercargo_approval_owner;

-- What an earlier ask already stands for: the request of this idempotency key, or without a key one that is open or was executed less
-- than 15 minutes ago. Expects the asker's row to be locked. All null when there is none.
create or replace function approval.already_asked(p_plan jsonb, p_fingerprint bytea, p_key text) returns approval.answer
language plpgsql volatile set search_path = '' as $$
declare
  k approval.idempotency;
  a approval.answer;
begin
  if p_key is not null then
    select * into k from approval.idempotency i
      where i.tenant_id = app.tenant() and i.requester = p_plan ->> 'requester' and i.key = p_key;
    if k.key is null then
      return a;
    end if;
    if k.fingerprint <> p_fingerprint then
      a.refusal := 'idempotency_key_reused';
      return a;
    end if;
    select r.id, r.state into a.request_id, a.state from approval.request r
      where r.tenant_id = app.tenant() and r.id = k.request_id;
    return a;
  end if;
  select r.id, r.state into a.request_id, a.state
  from approval.request r
  where r.tenant_id = app.tenant() and r.fingerprint = p_fingerprint
    and ((r.state = 'waiting' and r.waits_until > clock_timestamp())
      or (r.state = 'approved' and r.execute_until > clock_timestamp())
      or r.state in ('executing', 'unknown')
      or (r.state = 'executed' and r.ended_at > clock_timestamp() - interval '15 minutes'))
  order by r.asked_at desc
  limit 1;
  return a;
end$$;
alter function approval.already_asked(jsonb, bytea, text) owner to supercargo_approval_owner;
