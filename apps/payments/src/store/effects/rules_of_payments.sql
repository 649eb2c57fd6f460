-- Nothing is proposed or released for an invoice that is held. The invoice's row is locked, and whoever places a hold locks it too.
create or replace function payments.payment_is_free() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.state in ('proposed', 'releasing') then
    perform from payments.invoice i where i.tenant_id = new.tenant_id and i.id = new.invoice_id for no key update;
    if exists (select from payments.hold h
      where h.tenant_id = new.tenant_id and h.invoice_id = new.invoice_id and h.state = 'open') then
      raise exception 'invoice % is held', new.invoice_id using errcode = '23514';
    end if;
  end if;
  return new;
end$$;
alter function payments.payment_is_free() owner to supercargo_payments_owner;
create or replace trigger payment_is_free before insert or update of state on payments.payment
  for each row execute function payments.payment_is_free();

-- An invoice stands where its payment stands.
create or replace function payments.payment_moved() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update payments.invoice i
    set state = case
      when new.state in ('proposed', 'releasing', 'unknown') then 'proposed'
      when new.state = 'paid' then 'paid'
      when exists (select from payments.hold h where h.tenant_id = i.tenant_id and h.invoice_id = i.id and h.state = 'open') then 'held'
      else 'open' end
    where i.tenant_id = new.tenant_id and i.id = new.invoice_id
      -- An old payment that failed says nothing of an invoice that was paid since.
      and (tg_op = 'UPDATE' or new.proposed_by is not null);
  return null;
end$$;
alter function payments.payment_moved() owner to supercargo_payments_owner;
create or replace trigger payment_moved after insert or update of state on payments.payment
  for each row execute function payments.payment_moved();

-- What went back of a customer's payment counts from the moment it is on its way, and no longer where it failed. The table refuses more
-- than was paid, whoever refunds at once.
create or replace function payments.refund_moved() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update payments.customer_payment c
    set refunded_minor = c.refunded_minor
      + case when new.state <> 'failed' then new.amount_minor else 0 end
      - case when tg_op = 'UPDATE' and old.state <> 'failed' then old.amount_minor else 0 end
    where c.tenant_id = new.tenant_id and c.id = new.customer_payment_id;
  return null;
end$$;
alter function payments.refund_moved() owner to supercargo_payments_owner;
create or replace trigger refund_moved after insert or update of state on payments.refund for each row execute function payments.refund_moved();
