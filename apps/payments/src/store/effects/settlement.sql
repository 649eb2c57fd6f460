-- What becomes of a row when the rail has said what became of its money.
create or replace function payments.settlement(p_outcome text, p_words text, out state text, out settled_at timestamptz,
  out rail_reference text, out why text)
language sql volatile set search_path = '' as $$
  select case p_outcome when 'executed' then 'paid' else 'failed' end, clock_timestamp(),
    case p_outcome when 'executed' then left(p_words, 100) end,
    case p_outcome when 'failed' then left(p_words, 300) end
$$;
alter function payments.settlement(text, text) owner to supercargo_payments_owner;
