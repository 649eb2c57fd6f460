-- Another person's decision in the console, where they signed in: a day ago at most, and five minutes ago at most where the plan needs more
-- than one person or a certain role. Refusals: sign_in_again, those of decide.
create or replace function approval.decide_signed_in(
  p_request uuid, p_person text, p_digest bytea, p_approve boolean, p_reason text
) returns approval.answer language plpgsql volatile security definer set search_path = '' as $$
declare
  t constant text := app.tenant();
  verdict constant text := case when p_approve then 'approve' else 'reject' end;
  p approval.plan;
  a approval.answer;
begin
  perform approval.at_read_committed();
  select * into p from approval.plan x where x.tenant_id = t and x.request_id = p_request;
  if not people.signed_in_within(p_person,
      case when p.quorum > 1 or p.need_role is not null then interval '5 minutes' else interval '24 hours' end) then
    a.request_id := p_request;
    a.refusal := 'sign_in_again';
    if p.request_id is not null then
      perform approval.record('decision_refused', p_request,
        jsonb_build_object('person', left(p_person, 64), 'verdict', verdict, 'via', 'console', 'refusal', a.refusal));
    end if;
    return a;
  end if;
  return approval.decide(p_request, p_person, p_digest, verdict, 'console', p_reason);
end$$;
alter function approval.decide_signed_in(uuid, text, bytea, boolean, text) owner to supercargo_approval_owner;
