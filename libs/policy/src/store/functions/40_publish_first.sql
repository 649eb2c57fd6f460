-- The first policy of a tenant, at its founding. Later versions are published by two people.
create or replace function policy.publish_first(p_policy jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into policy.version (tenant_id, version, published_by, note)
    values (app.tenant(), 1, array['founding'], p_policy ->> 'note');
  insert into policy.rule (tenant_id, version, server, tool, over_minor, over_units, currency, tier, quorum, need_role, hold_seconds)
    select app.tenant(), 1, r.server, r.tool, r.over_minor, coalesce(r.over_units, -1), r.currency, r.tier, r.quorum, r.need_role,
      coalesce(r.hold_seconds, 0)
    from jsonb_to_recordset(p_policy -> 'rules') as r (
      server text, tool text, over_minor bigint, over_units bigint, currency text, tier text, quorum integer, need_role text,
      hold_seconds integer);
  insert into policy.consent_limit (tenant_id, dimension, currency, cap)
    select app.tenant(), l.dimension, l.currency, l.cap
    from jsonb_to_recordset(p_policy -> 'consent_limits') as l (dimension text, currency text, cap bigint);
  insert into policy.spending_cap (tenant_id, version, dimension, holder, span, currency, cap)
    select app.tenant(), 1, c.dimension, coalesce(c.holder, '*'), c.span, c.currency, c.cap
    from jsonb_to_recordset(p_policy -> 'spending_caps') as c (
      dimension text, holder text, span text, currency text, cap bigint);
  insert into policy.live (tenant_id, version) values (app.tenant(), 1);
end$$;
alter function policy.publish_first(jsonb) owner to supercargo_policy_owner;
