import { setTimeout as sleep } from 'node:timers/promises';
import { decideBySecret, LEDGER_REFUSALS, readRequest, type LedgerRequest } from '@supercargo/approval';
import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { members, visible } from '../print.ts';
import { checkBound, requestLines } from './card.ts';
import { secretOf } from './secret.ts';

/** One decision as the command line states it. */
export interface Decision {
  readonly requestId: string;
  readonly tenant: TenantId;
  readonly person: string;
  readonly approve: boolean;
  readonly reason: string | null;
  readonly yes: boolean;
}

const executionSeconds = 5;
const lookMs = 100;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A request id of the command line; one that cannot be one is a mistake there. */
export function requestId(text: string): string {
  if (UUID.test(text)) return text.toLowerCase();
  throw new UsageError('a request id looks like 0199a2b4-…; npx supercargo requests list shows them');
}

/** The request of that id in that tenant. */
export async function requestOf(door: TenantDoor, tenant: TenantId, id: string): Promise<LedgerRequest> {
  const request = await door.read(tenant, (tx) => readRequest(tx, requestId(id)));
  if (request !== undefined) return request;
  throw new Refused(
    `there is no request ${id} in ${tenant}; for another company add --tenant or --as <person>@<tenant>`,
  );
}

/**
 * Shows a request, has the person prove themselves and records their decision about exactly what was shown. Answers with the request as
 * it stands a moment later: executed, when the worker was quick. Throws a Refused that says why nothing was decided.
 */
export async function decide(outside: Outside, door: TenantDoor, decision: Decision): Promise<LedgerRequest> {
  const { tenant, person, approve, reason } = decision;
  const shown = await requestOf(door, tenant, decision.requestId);
  checkBound(shown);
  for (const line of requestLines(shown)) outside.err(line);
  outside.err('');
  if (shown.state !== 'waiting') throw new Refused(`it is ${shown.state} already; there is nothing to decide`);
  const secret = await secretOf(outside, door, {
    tenant,
    person,
    deed: approve ? 'approve' : 'reject',
    yes: decision.yes,
  });
  if (secret === undefined) throw new Refused('stopped; nothing was decided');
  const answer = await door.write(tenant, (tx) =>
    decideBySecret(tx, { requestId: shown.id, person, secret, planDigest: shown.planDigest, approve, reason }),
  );
  if (answer.refusal !== null) throw new Refused(`not decided: ${LEDGER_REFUSALS[answer.refusal]}`);
  return settled(door, tenant, shown.id);
}

/** Waits a moment for the worker of the owning server to execute what was approved. */
async function settled(door: TenantDoor, tenant: TenantId, id: string): Promise<LedgerRequest> {
  const giveUpAt = performance.now() + executionSeconds * 1_000;
  for (;;) {
    const request = await requestOf(door, tenant, id);
    if (request.state !== 'approved' || performance.now() > giveUpAt) return request;
    await sleep(lookMs);
  }
}

/** What became of it, in a sentence. */
export function outcomeLine(request: LedgerRequest): string {
  switch (request.state) {
    case 'executed':
      return `Approved and executed: ${members(request.result === null ? null : JSON.parse(request.result))}.`;
    case 'rejected':
      return 'Rejected; nothing was done.';
    case 'approved':
      return `Approved. The ${request.server} worker has not executed it yet; npx supercargo status says whether it runs.`;
    case 'waiting': {
      const given = request.decisions.filter(({ verdict }) => verdict === 'approve').length;
      return `Your approval is recorded: ${given.toString()} of ${request.quorum.toString()}. It waits for another person${request.needRole === null ? '' : `; one of them must have the role ${request.needRole}`}.`;
    }
    default:
      return `Approved, but not executed: it is ${request.state}${request.reason === null ? '' : `, ${visible(request.reason)}`}. Nothing was done.`;
  }
}
