-- The one evaluator: what the live policy requires for this tool, amount and number of units, by this requester, now. The card, ask and
-- consume all use it. No policy, no rule or another currency than the rule's is a refusal. A null amount or number of units is judged by
-- the tool's lowest band.
create or replace function policy.required(
  p_server text, p_tool text, p_currency text, p_amount bigint, p_units bigint, p_requester text
) returns policy.verdict language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  r policy.rule;
  v policy.verdict;
begin
  -- Customers are told the rules of what is theirs to ask for, and no other.
  if app.asking_customer() is not null and not policy.is_for_customers(p_server, p_tool) then
    v.refusal := 'no_policy';
    return v;
  end if;
  select rule.* into r
  from policy.rule rule
  join policy.live live on live.tenant_id = rule.tenant_id and live.version = rule.version
  where rule.tenant_id = t and rule.server = p_server and rule.tool = p_tool
    and coalesce(p_amount, 0) > rule.over_minor and coalesce(p_units, 0) > rule.over_units
  order by rule.over_minor desc, rule.over_units desc
  limit 1;
  if r.tier is null then
    v.refusal := 'no_policy';
    return v;
  end if;
  -- An amount has a currency and a currency an amount: one without the other is in no currency of ours.
  if (p_currency is null) <> (p_amount is null) or p_currency <> r.currency then
    v.refusal := 'currency';
    return v;
  end if;
  v.tier := r.tier;
  v.quorum := r.quorum;
  v.need_role := r.need_role;
  v.version := r.version;
  v.why := 'rule';
  v.hold_seconds := r.hold_seconds;
  v.waiting_seconds := r.waiting_seconds;
  v.approved_seconds := r.approved_seconds;
  v.rule := r.hash;
  if v.tier = 'consent' and coalesce(greatest(p_amount, p_units), 0) > 0
     and policy.consent_full(p_server, p_requester, r.currency, p_amount, p_units) is not null then
    v.tier := 'person';
    v.why := 'consent_total';
  end if;
  return v;
end$$;
alter function policy.required(text, text, text, bigint, bigint, text) owner to supercargo_policy_owner;

-- Whether people who decided satisfy a requirement: enough of them active, allowed to approve for this server, and one with the role
-- that is needed. A consent counts where consent is enough, while its person is active.
create or replace function policy.satisfied(
  p_server text, p_tier text, p_quorum integer, p_need_role text, p_consenter text, p_approvers text[]
) returns boolean language sql volatile security definer set search_path = '' as $$
  select case
    when p_tier = 'consent' and p_consenter is not null then people.is_active(p_consenter)
    else (
      select count(*) >= p_quorum and (p_need_role is null or count(*) filter (where p_need_role = any(people.roles_of(a))) >= 1)
      from unnest(p_approvers) a
      where people.is_active(a) and policy.stopped(array['person'], array[a]) is null and policy.may_approve(p_server, people.roles_of(a)))
  end
$$;
alter function policy.satisfied(text, text, integer, text, text, text[]) owner to supercargo_policy_owner;
