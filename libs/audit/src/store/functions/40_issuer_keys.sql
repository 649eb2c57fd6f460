-- A signing key of an identity provider that a server had not seen, noted before it is used. Keys are of no one company: a provider may speak
-- for many. Which login noted it the database says.
create or replace function audit.note_issuer_key(p_issuer text, p_key_id text, p_thumbprint text, p_first boolean) returns void
language sql volatile security definer set search_path = '' as $$
  insert into audit.unauthenticated_entry (record)
    values (audit.canonical(jsonb_build_object('v', 1, 'kind', 'issuer_key', 'issuer', p_issuer, 'key_id', p_key_id,
      'thumbprint', p_thumbprint, 'first', p_first)))
$$;
alter function audit.note_issuer_key(text, text, text, boolean) owner to supercargo_audit_owner;
