-- Minor units as people read them, for the sentences of refusals: '1250', 'EUR' is '12.50 EUR'. Currencies without minor units, and
-- with three, are those of ISO 4217.
create or replace function logistics.money(p_minor text, p_currency text) returns text
language sql immutable set search_path = '' as $$
  select case
    when p_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
      then p_minor::bigint::text
    when p_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then (p_minor::numeric / 1000)::numeric(30, 3)::text
    else (p_minor::numeric / 100)::numeric(30, 2)::text
  end || ' ' || p_currency
$$;
alter function logistics.money(text, text) owner to supercargo_logistics_owner;
