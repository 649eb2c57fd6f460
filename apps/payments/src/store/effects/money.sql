-- Minor units as people read them, for sentences: '420000', 'EUR' is '4,200.00 EUR'. Currencies without minor units, and with three, are
-- those of ISO 4217.
create or replace function payments.money(p_minor text, p_currency text) returns text
language sql immutable set search_path = '' as $$
  select case
    when p_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
      then to_char(p_minor::numeric, 'FM999,999,999,999,999,999,990')
    when p_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
      then to_char(p_minor::numeric / 1000, 'FM999,999,999,999,999,990.000')
    else to_char(p_minor::numeric / 100, 'FM999,999,999,999,999,990.00')
  end || ' ' || p_currency
$$;
alter function payments.money(text, text) owner to supercargo_payments_owner;
