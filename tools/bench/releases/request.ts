import { execute, recordConsent, type EffectFunction } from '@supercargo/approval';
import { withClient } from '@supercargo/cluster';
import { assert, type TenantId } from '@supercargo/kernel';
import { callTool, carryOut, type Principal, type Runtime } from '@supercargo/mcp-kit';
import { RELEASER } from '../founding.ts';
import type { Payers } from './company.ts';

/** A release that its requester consented to, not executed yet. */
export type Approved = { readonly tenant: TenantId; readonly requestId: string };

const RELEASE: EffectFunction = 'payments.release_payment';
/** Longer than any round. */
const LEASE_MS = 60_000;

/** Asked through the tool, with its card, and consented to. */
export async function approved(runtime: Runtime, tenant: TenantId, payment: string): Promise<Approved> {
  const principal: Principal = { tenant, person: RELEASER, via: 'local', agent: 'benchmark', client: null };
  const call = { name: 'release_payment', received: { payment }, canShow: ['forms'], resumed: undefined } as const;
  const outcome = await callTool(runtime, principal, call);
  if (outcome.kind !== 'consent') throw new Error(`release_payment was answered ${JSON.stringify(outcome)}`);
  const { id, planDigest } = outcome.request;
  const answer = await runtime.door.write(tenant, (tx) => recordConsent(tx, id, planDigest));
  assert(answer.refusal === null, 'consent is taken');
  return { tenant, requestId: id };
}

/** What the worker does with it: request, guards, payment, budget, and an execution that waits for the rail. */
export async function dispatched(runtime: Runtime, { tenant, requestId }: Approved): Promise<void> {
  const answer = await runtime.door.write(tenant, (tx) => execute(tx, RELEASE, requestId));
  if (answer.state !== 'executing') throw new Error(`a release was answered ${JSON.stringify(answer)}`);
}

/** And then: the lease, the instruction to the rail, and what it said, written down. */
export async function paid(runtime: Runtime, { tenant }: Approved, executionId: string): Promise<void> {
  const answer = await carryOut(runtime, tenant, executionId, LEASE_MS);
  if (answer !== 'executed') throw new Error(`the rail's answer to a release is ${answer ?? 'another worker’s'}`);
}

/** The execution of each of these requests that were dispatched. */
export async function executionsOf(
  { admin }: Payers,
  requests: readonly Approved[],
): Promise<ReadonlyMap<string, string>> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ request_id: string; id: string }>(
      'select request_id, id from approval.execution where request_id = any ($1::uuid[])',
      [requests.map(({ requestId }) => requestId)],
    );
    return new Map(rows.map(({ request_id: request, id }) => [request, id]));
  });
}

/** How many payments are paid, of all companies. */
export async function paidPayments({ admin }: Payers): Promise<number> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ paid: number }>(
      "select count(*)::int as paid from payments.payment where state = 'paid'",
    );
    return rows[0]?.paid ?? 0;
  });
}
