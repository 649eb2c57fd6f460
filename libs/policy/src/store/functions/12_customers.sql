-- How a customer's person stands, to a login that sees nobody: whether they are an active customer of the company, and what stops them.
create or replace function policy.standing_of_customer(p_person text, p_agent text, p_client text, p_tool text)
returns table (active boolean, stopped text) language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
begin
  -- Raises where the transaction is for no customer.
  perform app.customer();
  return query select people.is_active(p_person) and 'customer' = any(people.roles_of(p_person)),
    policy.stopped(array['person', 'agent', 'client', 'tool', 'tenant'], array[p_person, p_agent, p_client, p_tool, t]);
end$$;
alter function policy.standing_of_customer(text, text, text, text) owner to supercargo_policy_owner;

-- Whether a tool is for customers, who alone ask for it.
create or replace function policy.is_for_customers(p_server text, p_tool text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from policy.customer_tool c where c.server = p_server and c.tool = p_tool)
$$;
alter function policy.is_for_customers(text, text) owner to supercargo_policy_owner;
