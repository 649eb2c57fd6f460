create or replace function payments.check_transition() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.state <> old.state and not exists (
    select from payments.transition t
    where t.thing = tg_table_name::text and t.from_state = old.state and t.to_state = new.state) then
    raise exception '% does not go from % to %', case tg_table_name when 'invoice' then 'an invoice' else 'a ' || tg_table_name end,
      old.state, new.state using errcode = '23514';
  end if;
  return new;
end$$;
alter function payments.check_transition() owner to supercargo_payments_owner;
create or replace trigger check_transition before update of state on payments.invoice for each row execute function payments.check_transition();
create or replace trigger check_transition before update of state on payments.hold for each row execute function payments.check_transition();
create or replace trigger check_transition before update of state on payments.payment for each row execute function payments.check_transition();
create or replace trigger check_transition before update of state on payments.refund for each row execute function payments.check_transition();

-- What was billed, proposed, received or refunded is never edited: only where it stands, and what became of it.
create or replace function payments.keep() returns trigger language plpgsql set search_path = '' as $$
declare
  -- What is generated is not there yet; it follows from the rest.
  moving constant text[] := array['state', 'due_on', 'cost_centre_id', 'released_at', 'released_by', 'why', 'cancelled_by', 'execution_id',
    'rail_reference', 'settled_at', 'refunded_minor', 'due_by', 'number_key'];
begin
  if to_jsonb(new) - moving is distinct from to_jsonb(old) - moving then
    raise exception 'what was billed or paid is never edited' using errcode = '42501';
  end if;
  return new;
end$$;
alter function payments.keep() owner to supercargo_payments_owner;
create or replace trigger keep before update on payments.invoice for each row execute function payments.keep();
create or replace trigger keep before update on payments.hold for each row execute function payments.keep();
create or replace trigger keep before update on payments.payment for each row execute function payments.keep();
create or replace trigger keep before update on payments.refund for each row execute function payments.keep();
create or replace trigger keep before update on payments.customer_payment for each row execute function payments.keep();
create or replace trigger keep before update on payments.goods_receipt for each row execute function payments.keep();

-- Another account begins its waiting time anew, and has to be verified anew.
create or replace function payments.account_changed() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.account is distinct from old.account then
    new.changed_at := clock_timestamp();
    if new.verified_at is not distinct from old.verified_at then
      new.verified_at := null;
      new.verified_by := null;
    end if;
  elsif new.verified_at is distinct from old.verified_at and new.verified_at < new.changed_at then
    -- Verified before the account came: that was another account, whatever a file says again.
    new.verified_at := old.verified_at;
    new.verified_by := old.verified_by;
  end if;
  return new;
end$$;
alter function payments.account_changed() owner to supercargo_payments_owner;
create or replace trigger account_changed before update on payments.payee for each row execute function payments.account_changed();

-- Until when nothing is released to a payee because its account is new; null where that is over.
create or replace function payments.cooling_off_until(p_payee payments.payee) returns timestamptz language sql volatile set search_path = '' as $$
  select case when clock_timestamp() < p_payee.changed_at + interval '3 days' then p_payee.changed_at + interval '3 days' end
$$;
alter function payments.cooling_off_until(payments.payee) owner to supercargo_payments_owner;
