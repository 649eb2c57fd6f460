import { PERSON } from '../company.ts';

/** One request for so many items. */
const ITEMS_OF_REQUEST = 5;

/** How many requests a company has that has so many items. */
export const requestsOf = (items: number): number => Math.ceil(items / ITEMS_OF_REQUEST);

/** The id of a company's how-manieth request, as the statements below make it. */
export const requestIdOf = (number: number): string =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

const CARD = `jsonb_build_object('sentence', 'Order 3 of item number ' || n || '.', 'changes', '[]'::jsonb, 'cost', null, 'units', null,
  'why', 'no benchmark asks for less', 'undo', 'cancel_reorder, while it is open',
  'asked_by', jsonb_build_object('person', '${PERSON}', 'agent', 'benchmark', 'words', null),
  'flags', '[]'::jsonb, 'guards', '[]'::jsonb, 'facts', '[]'::jsonb, 'expires_at', '2099-01-01T00:00:00.000Z')::text`;

const PLAN = `jsonb_build_object('v', 1, 'id', c.id, 'tenant', c.tenant, 'server', 'inventory', 'tool', 'create_reorder',
  'definition', repeat('0', 64), 'requester', '${PERSON}', 'agent', 'benchmark', 'attestation', 'local', 'rule', 'consent', 'tier', 'consent',
  'quorum', 1, 'card', encode(sha256(convert_to(E'supercargo/card/1\\n' || c.card, 'UTF8')), 'hex'))::text`;

/**
 * Requests of one person in every company, every other one executed by their consent: what it ordered is one of the company's orders. Their texts are no
 * tool's, and nothing can approve them; the ledger's checks hold them as they hold every request.
 */
export function requestStatements(tenants: number, items: number): readonly string[] {
  return [
    `insert into approval.plan (tenant_id, request_id, plan, digest, card, server, tool, definition, requester, agent, attestation, rule, tier, quorum)
     select c.tenant, c.id, p.plan, sha256(convert_to(E'supercargo/plan/1\\n' || p.plan, 'UTF8')), c.card, 'inventory', 'create_reorder',
       repeat('0', 64), '${PERSON}', 'benchmark', 'local', 'consent', 'consent', 1
     from generate_series(0, ${tenants - 1}) t, generate_series(1, ${requestsOf(items)}) n,
       lateral (select 'read-' || t as tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, ${CARD} as card) c,
       lateral (select ${PLAN} as plan) p`,
    `insert into approval.request (tenant_id, id, server, tool, requester, fingerprint, state, asked_at, waits_until, approved_at, execute_until,
       ended_at, result)
     select tenant_id, request_id, server, tool, requester, digest, case when done then 'executed' else 'waiting' end, at, at + interval '3 days',
       case when done then at end, case when done then at + interval '1 day' end, case when done then at end,
       case when done then jsonb_build_object('purchase_order_id', request_id)::text end
     from approval.plan, lateral (select right(request_id::text, 1) ~ '[02468ace]' as done, now() - make_interval(mins => get_byte(digest, 0) * 60) as at) x`,
    `insert into approval.decision (tenant_id, request_id, person, verdict, via, digest, at)
     select r.tenant_id, r.id, r.requester, 'consent', 'elicitation', p.digest, r.approved_at
     from approval.request r join approval.plan p on (p.tenant_id, p.request_id) = (r.tenant_id, r.id) where r.state = 'executed'`,
  ];
}
