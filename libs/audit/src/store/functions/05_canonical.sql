-- Canonical text of a value (RFC 8785 for what jsonb holds): keys in order of their code units, no white space. Calls itself for lists and
-- objects alone: most of what is written are plain values, and a call takes longer than all of them.
create or replace function audit.canonical(p jsonb) returns text language plpgsql immutable set search_path = '' as $$
begin
  case jsonb_typeof(p)
    when 'object' then
      return '{' || coalesce((select string_agg(to_json(e.key)::text || ':'
          || case when jsonb_typeof(e.value) in ('object', 'array') then audit.canonical(e.value) else e.value::text end,
          ',' order by e.key collate "C") from jsonb_each(p) e), '') || '}';
    when 'array' then
      return '[' || coalesce((select string_agg(
          case when jsonb_typeof(e.value) in ('object', 'array') then audit.canonical(e.value) else e.value::text end,
          ',' order by e.ordinality) from jsonb_array_elements(p) with ordinality e), '') || ']';
    else
      return p::text;
  end case;
end$$;
alter function audit.canonical(jsonb) owner to supercargo_audit_owner;
