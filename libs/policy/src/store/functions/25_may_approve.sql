-- Whether one of these roles may approve requests of this server.
create or replace function policy.may_approve(p_server text, p_roles text[]) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from policy.approver_role a where a.server = p_server and a.role = any(p_roles))
$$;
alter function policy.may_approve(text, text[]) owner to supercargo_policy_owner;
