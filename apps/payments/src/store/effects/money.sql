-- Minor units as people read them where amounts are large, with their thousands told apart: '420000', 'EUR' is '4,200.00 EUR'.
create or replace function payments.money(p_minor text, p_currency text) returns text
language sql immutable set search_path = '' as $$
  select to_char(amount, 'FM999,999,999,999,999,999,990' || case when scale(amount) > 0 then '.' || repeat('0', scale(amount)) else '' end)
    || ' ' || p_currency
  from approval.in_units(p_minor, p_currency) amount
$$;
alter function payments.money(text, text) owner to supercargo_payments_owner;
