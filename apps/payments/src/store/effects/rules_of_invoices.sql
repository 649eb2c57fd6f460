-- What keeps an invoice from matching its order and its receipts, in words: nothing where all three agree.
create or replace function payments.mismatches(p_invoice payments.invoice) returns table (kind text, why text)
language plpgsql volatile set search_path = '' as $$
declare
  o payments.purchase_order;
  received bigint;
  differs boolean := false;
  billed constant text := payments.money(p_invoice.amount_minor::text, p_invoice.currency);
begin
  if p_invoice.order_number is null then
    return query select 'no_order', 'the invoice names no order';
    return;
  end if;
  select * into o from payments.purchase_order x where x.tenant_id = p_invoice.tenant_id and x.number = p_invoice.order_number;
  if o.number is null then
    return query select 'no_order', format('there is no order %s here', p_invoice.order_number);
  else
    if o.payee_id <> p_invoice.payee_id then
      return query select 'payee_differs', format('order %s went to %s, and %s bills it', o.number, o.payee_id, p_invoice.payee_id);
    end if;
    if (o.amount_minor, o.currency) is distinct from (p_invoice.amount_minor, p_invoice.currency) then
      return query select 'amount_differs',
        format('billed are %s, and order %s is of %s', billed, o.number, payments.money(o.amount_minor::text, o.currency));
      differs := true;
    end if;
  end if;
  select sum(g.amount_minor)::bigint into received from payments.goods_receipt g
    where g.tenant_id = p_invoice.tenant_id and g.order_number = p_invoice.order_number and g.currency = p_invoice.currency;
  if received is null then
    return query select 'no_receipt', format('nothing was received of order %s', p_invoice.order_number);
  elsif received < p_invoice.amount_minor and not differs then
    -- One hold of a kind: how much was received is looked at once the order agrees.
    return query select 'amount_differs', format('billed are %s, and of order %s goods for %s were received', billed,
      p_invoice.order_number, payments.money(received::text, p_invoice.currency));
  end if;
end$$;
alter function payments.mismatches(payments.invoice) owner to supercargo_payments_owner;

-- Brings the holds of an invoice to what its facts say: places those that are missing, releases those that no longer hold. What people
-- released is not placed again while the facts are those that they saw. Expects the invoice's row to be locked.
create or replace function payments.match(p_invoice payments.invoice) returns void language plpgsql volatile set search_path = '' as $$
declare
  found_kinds text[] := '{}';
  m record;
begin
  for m in select * from payments.mismatches(p_invoice) loop
    found_kinds := found_kinds || m.kind;
    update payments.hold h set why = m.why
      where h.tenant_id = p_invoice.tenant_id and h.invoice_id = p_invoice.id and h.kind = m.kind and h.state = 'open';
    if not found and not exists (
      select from payments.hold h where h.tenant_id = p_invoice.tenant_id and h.invoice_id = p_invoice.id and h.kind = m.kind
        and h.released_by is not null and h.why = m.why) then
      insert into payments.hold (tenant_id, invoice_id, kind, why) values (p_invoice.tenant_id, p_invoice.id, m.kind, m.why);
    end if;
  end loop;
  update payments.hold h set state = 'released', released_at = clock_timestamp()
    where h.tenant_id = p_invoice.tenant_id and h.invoice_id = p_invoice.id and h.state = 'open'
      and h.kind <> 'duplicate' and h.kind <> all (found_kinds);
end$$;
alter function payments.match(payments.invoice) owner to supercargo_payments_owner;

-- An invoice that the payee sent before, by its number or by its order and amount, is known as a duplicate before it is there. The
-- payee's row is held, so that two of them at once see each other.
create or replace function payments.invoice_arrives() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  perform from payments.payee p where p.tenant_id = new.tenant_id and p.id = new.payee_id for no key update;
  -- Each half by an index of its own: a payee may have sent very many.
  select f.id into new.duplicate_of from (
    select i.id, i.duplicate_of, i.recorded_at from payments.invoice i
    where i.tenant_id = new.tenant_id and i.payee_id = new.payee_id and i.id <> new.id and i.state <> 'rejected'
      and i.number_key = upper(regexp_replace(regexp_replace(new.number, '[^[:alnum:]]+', ' ', 'g'), '(^| )0+(?=[0-9])|[ ]', '', 'g'))
    union all
    select i.id, i.duplicate_of, i.recorded_at from payments.invoice i
    where i.tenant_id = new.tenant_id and i.payee_id = new.payee_id and i.id <> new.id and i.state <> 'rejected'
      and i.order_number = new.order_number and i.amount_minor = new.amount_minor and i.currency = new.currency) f
  order by f.duplicate_of nulls first, f.recorded_at, f.id limit 1;
  return new;
end$$;
alter function payments.invoice_arrives() owner to supercargo_payments_owner;
create or replace trigger invoice_arrives before insert on payments.invoice for each row execute function payments.invoice_arrives();

create or replace function payments.invoice_arrived() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.state not in ('open', 'held') then
    return null;
  end if;
  if new.duplicate_of is not null then
    insert into payments.hold (tenant_id, invoice_id, kind, why)
      select new.tenant_id, new.id, 'duplicate', case when i.number_key = new.number_key
        then format('the payee sent an invoice of this number before: %s', i.id)
        else format('the payee billed the same amount for the same order before: %s', i.id) end
      from payments.invoice i where i.tenant_id = new.tenant_id and i.id = new.duplicate_of;
  end if;
  perform payments.match(new);
  return null;
end$$;
alter function payments.invoice_arrived() owner to supercargo_payments_owner;
create or replace trigger invoice_arrived after insert on payments.invoice for each row execute function payments.invoice_arrived();

-- An order or a receipt that comes or changes is looked at by the invoices of that order. The trigger says which column has its number.
create or replace function payments.order_moved() returns trigger language plpgsql security definer set search_path = '' as $$
declare
  i payments.invoice;
begin
  for i in
    select * from payments.invoice x
    where x.tenant_id = new.tenant_id and x.order_number = to_jsonb(new) ->> tg_argv[0] and x.state in ('open', 'held', 'proposed')
    order by x.id for no key update
  loop
    perform payments.match(i);
  end loop;
  return null;
end$$;
alter function payments.order_moved() owner to supercargo_payments_owner;
create or replace trigger order_moved after insert or update on payments.purchase_order
  for each row execute function payments.order_moved('number');
create or replace trigger order_moved after insert on payments.goods_receipt
  for each row execute function payments.order_moved('order_number');

-- An invoice without a payment under way is held while it has an open hold.
create or replace function payments.hold_moved() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update payments.invoice i
    set state = case when exists (select from payments.hold h
      where h.tenant_id = i.tenant_id and h.invoice_id = i.id and h.state = 'open') then 'held' else 'open' end
    where i.tenant_id = new.tenant_id and i.id = new.invoice_id and i.state in ('open', 'held');
  return null;
end$$;
alter function payments.hold_moved() owner to supercargo_payments_owner;
create or replace trigger hold_moved after insert or update of state on payments.hold for each row execute function payments.hold_moved();
