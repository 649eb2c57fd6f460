import type { ServerName } from '@supercargo/kernel';
import { PERSON } from '../../founding.ts';
import { padded, TENANT } from '../names.ts';
import { eachOf } from './load.ts';

/** The id of a company's how-manieth request, as the statements below make it. */
export const requestIdOf = (number: number): string =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** The number of a request, of its id. */
const NUMBER = padded("('x' || right(request_id::text, 12))::bit(48)::bigint");

const CARD = `jsonb_build_object('sentence', 'Do the same as the time before, number ' || n || '.', 'changes', '[]'::jsonb, 'cost', null, 'units', null,
  'why', 'no benchmark asks for less', 'undo', 'the tool that undoes it',
  'asked_by', jsonb_build_object('person', '${PERSON}', 'agent', 'benchmark', 'words', null),
  'flags', '[]'::jsonb, 'guards', '[]'::jsonb, 'facts', '[]'::jsonb, 'expires_at', '2099-01-01T00:00:00.000Z')::text`;

const planOf = (server: string, tool: string): string =>
  `jsonb_build_object('v', 1, 'id', c.id, 'tenant', c.tenant, 'server', '${server}', 'tool', '${tool}', 'definition', repeat('0', 64),
  'requester', '${PERSON}', 'agent', 'benchmark', 'attestation', 'local', 'rule', 'consent', 'tier', 'consent', 'quorum', 1,
  'card', encode(sha256(convert_to(E'supercargo/card/1\\n' || c.card, 'UTF8')), 'hex'))::text`;

/** The tool that the requests of a server are of, and what each of them says it did: to the row of its own number. */
const TOOLS: Readonly<Record<ServerName, readonly [tool: string, result: string]>> = {
  inventory: ['create_reorder', "'purchase_order_id', request_id"],
  logistics: [
    'assign_driver',
    `'shipment_id', 'SHP-' || ${NUMBER}, 'driver_id', 'DRV-' || ${NUMBER}, 'driver_before', 'none'`,
  ],
  orders: ['clear_flag', "'flag_id', request_id"],
  returns: ['reject_return', `'rma_id', 'RMA-' || ${NUMBER}`],
  payments: ['release_hold', `'invoice_id', 'INV-' || ${NUMBER}, 'kind', 'no_receipt', 'hold_id', request_id`],
};

/**
 * So many requests of one person in every company, one in ten waiting and the others executed by their consent. Their texts are no tool's,
 * and nothing can approve them; the ledger's checks hold them as they hold every request.
 */
export function requestLoad(server: ServerName, rows: number): readonly string[] {
  const [tool, result] = TOOLS[server];
  return [
    `insert into approval.plan (tenant_id, request_id, plan, digest, card, server, tool, definition, requester, agent, attestation, rule, tier, quorum)
     select c.tenant, c.id, p.plan, sha256(convert_to(E'supercargo/plan/1\\n' || p.plan, 'UTF8')), c.card, '${server}', '${tool}',
       repeat('0', 64), '${PERSON}', 'benchmark', 'local', 'consent', 'consent', 1
     ${eachOf(rows)},
       lateral (select ${TENANT} as tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id, ${CARD} as card) c,
       lateral (select ${planOf(server, tool)} as plan) p`,
    `insert into approval.request (tenant_id, id, server, tool, requester, fingerprint, state, asked_at, waits_until, approved_at, execute_until,
       ended_at, result)
     select tenant_id, request_id, server, tool, requester, digest, case when done then 'executed' else 'waiting' end, at, at + interval '3 days',
       case when done then at end, case when done then at + interval '1 day' end, case when done then at end,
       case when done then jsonb_build_object(${result})::text end
     from approval.plan, lateral (select get_byte(digest, 1) % 10 > 0 as done, now() - make_interval(mins => get_byte(digest, 0) * 60) as at) x`,
    `insert into approval.decision (tenant_id, request_id, person, verdict, via, digest, at)
     select r.tenant_id, r.id, r.requester, 'consent', 'elicitation', p.digest, r.approved_at
     from approval.request r join approval.plan p on (p.tenant_id, p.request_id) = (r.tenant_id, r.id) where r.state = 'executed'`,
  ];
}
