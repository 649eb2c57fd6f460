import { setTimeout as sleep } from 'node:timers/promises';
import {
  decideBySecret,
  LEDGER_REFUSALS,
  readRequest,
  type LedgerRefusal,
  type LedgerRequest,
} from '@supercargo/approval';
import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { Refused, UsageError } from '../fault.ts';
import type { Outside } from '../outside.ts';
import { members, visible } from '../print.ts';
import { checkBound, requestLines } from './card.ts';
import { secretOf } from './secret.ts';

/** What the command line says of one request or several: each is decided by its own digest. */
export interface Decision {
  readonly requestIds: readonly string[];
  readonly tenant: TenantId;
  readonly person: string;
  readonly approve: boolean;
  readonly reason: string | null;
  readonly yes: boolean;
}

/** What became of one of them: how it stands a moment later, and why it was not decided where it was not. */
export interface Decided {
  readonly request: LedgerRequest;
  readonly refusal: string | null;
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

/** The secret itself was refused: trying it on the next request would only lock the person out sooner. */
const REFUSES_SECRET: ReadonlySet<LedgerRefusal> = new Set(['wrong_secret', 'locked', 'no_secret']);

/**
 * Shows the requests, has the person prove themselves once and records their decision about exactly what was shown, each in a
 * transaction of its own. Answers with each as it stands a moment later: executed, when the worker was quick. Throws a Refused that
 * says why nothing was decided.
 */
export async function decide(outside: Outside, door: TenantDoor, decision: Decision): Promise<readonly Decided[]> {
  const { tenant, person, approve, reason } = decision;
  const shown: LedgerRequest[] = [];
  for (const id of new Set(decision.requestIds)) shown.push(await requestOf(door, tenant, id));
  for (const request of shown) {
    checkBound(request);
    for (const line of [...requestLines(request), '']) outside.err(line);
  }
  const ended = shown.find(({ state }) => state !== 'waiting');
  if (ended !== undefined) {
    const which = shown.length === 1 ? 'it' : ended.id;
    throw new Refused(`${which} is ${ended.state} already; there is nothing to decide`);
  }
  const secret = await secretOf(outside, door, {
    ...{ tenant, person, yes: decision.yes },
    deed: `${approve ? 'approve' : 'reject'}${shown.length === 1 ? '' : ` these ${shown.length.toString()}`}`,
  });
  if (secret === undefined) throw new Refused('stopped; nothing was decided');
  const decided: Decided[] = [];
  for (const { id, planDigest } of shown) {
    const { refusal } = await door.write(tenant, (tx) =>
      decideBySecret(tx, { requestId: id, person, secret, planDigest, approve, reason }),
    );
    if (refusal !== null && REFUSES_SECRET.has(refusal)) throw new Refused(`not decided: ${LEDGER_REFUSALS[refusal]}`);
    const request = refusal === null ? await settled(door, tenant, id) : await requestOf(door, tenant, id);
    decided.push({ request, refusal: refusal === null ? null : LEDGER_REFUSALS[refusal] });
  }
  return decided;
}

/** Waits a moment for the worker of the owning server to execute what was approved. */
async function settled(door: TenantDoor, tenant: TenantId, id: string): Promise<LedgerRequest> {
  const giveUpAt = performance.now() + executionSeconds * 1_000;
  for (;;) {
    const request = await requestOf(door, tenant, id);
    const isUnderWay = request.state === 'approved' || request.state === 'executing';
    if (!isUnderWay || performance.now() > giveUpAt) return request;
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
    case 'executing':
    case 'unknown':
      return `Approved. It was handed to a foreign system, once, and what came of it is not known yet; npx supercargo requests show ${request.id} says it later.`;
    case 'waiting': {
      const given = request.decisions.filter(({ verdict }) => verdict === 'approve').length;
      return `Your approval is recorded: ${given.toString()} of ${request.quorum.toString()}. It waits for another person${request.needRole === null ? '' : `; one of them must have the role ${request.needRole}`}.`;
    }
    default:
      return `Approved, but not executed: it is ${request.state}${request.reason === null ? '' : `, ${visible(request.reason)}`}. Nothing was done.`;
  }
}
