-- Takes back a payment that is proposed and not released, once: the undo of propose_payment. Takes the request id and nothing else.
create or replace function payments.cancel_payment(p_request uuid) returns approval.opening
language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  o approval.opening := approval.open(p_request, 'cancel_payment');
  execution constant uuid := gen_random_uuid();
  plan jsonb := o.plan;
  y payments.payment;
begin
  if o.refusal is not null then
    return o;
  end if;
  select * into y from payments.payment x where x.tenant_id = t and x.id = plan #>> '{effect,payment_id}' for update;
  o.detail := case
    when y.state is distinct from plan #>> '{guards,payment_state}'
      then format('the state of the payment changed from %s to %s', plan #>> '{guards,payment_state}', coalesce(y.state, 'gone'))
    when y.state is distinct from 'proposed' then format('the payment is %s, and only a proposed one is cancelled', coalesce(y.state, 'gone'))
  end;
  if o.detail is not null then
    return approval.invalidate(p_request, o.detail);
  end if;

  o := approval.consume(p_request, execution);
  if o.refusal is not null then
    return o;
  end if;
  insert into payments.effect (tenant_id, execution_id, tool) values (t, execution, 'cancel_payment');
  update payments.payment x set state = 'cancelled', cancelled_by = execution, settled_at = clock_timestamp()
    where x.tenant_id = t and x.id = y.id;
  return approval.conclude(execution, jsonb_build_object(
    'payment_id', y.id, 'invoice_id', y.invoice_id, 'payment_state', 'cancelled'));
end$$;
alter function payments.cancel_payment(uuid) owner to supercargo_payments_owner;
