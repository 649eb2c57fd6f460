-- An amount of minor units in the unit of its currency, with all its minor digits: '1250', 'EUR' is 12.50. Currencies without minor units,
-- and with three, are those of ISO 4217.
create or replace function approval.in_units(p_minor text, p_currency text) returns numeric
language sql immutable set search_path = '' as $$
  select case
    when p_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF')
      then p_minor::numeric(30, 0)
    when p_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then (p_minor::numeric / 1000)::numeric(30, 3)
    else (p_minor::numeric / 100)::numeric(30, 2)
  end
$$;
alter function approval.in_units(text, text) owner to supercargo_approval_owner;

-- Minor units as people read them, for the sentences of refusals: '1250', 'EUR' is '12.50 EUR'.
create or replace function approval.money(p_minor text, p_currency text) returns text
language sql immutable set search_path = '' as $$
  select approval.in_units(p_minor, p_currency) || ' ' || p_currency
$$;
alter function approval.money(text, text) owner to supercargo_approval_owner;
