import { assert, type TenantId } from '@supercargo/kernel';
import type { Runtime } from '@supercargo/mcp-kit';
import { figuresOf, type Figures } from '../side.ts';
import { propose, type Payers } from './company.ts';
import { approved, dispatched, executionsOf, paid, type Approved } from './request.ts';

export const CALLERS = 8;

/** Of the same releases: until the rail is told, and until it has paid. */
export type ReleaseFigures = { readonly dispatched: Figures; readonly paid: Figures };

/** Each of these by one of eight callers, and how long each took and all of them, in milliseconds. */
async function byCallers<Work>(
  works: readonly Work[],
  handle: (work: Work) => Promise<void>,
): Promise<{ readonly tookMs: readonly number[]; readonly wholeMs: number }> {
  const tookMs: number[] = [];
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async (_, caller) => {
      for (let at = caller; at < works.length; at += CALLERS) {
        const work = works[at];
        assert(work !== undefined, 'it is in the list');
        const begunAt = performance.now();
        await handle(work);
        tookMs[at] = performance.now() - begunAt;
      }
    }),
  );
  return { tookMs, wholeMs: performance.now() - startedAt };
}

/** Releases that were consented to, spread alike over these companies and one after the other of each. */
async function prepare(
  payers: Payers,
  runtime: Runtime,
  tenants: readonly TenantId[],
  { batch, count }: { readonly batch: string; readonly count: number },
): Promise<readonly Approved[]> {
  const payments = await propose(payers, tenants, batch, Math.ceil(count / tenants.length));
  const wanted = payments.flatMap((payment) => tenants.map((tenant) => ({ tenant, payment }))).slice(0, count);
  const requests: Approved[] = [];
  await byCallers(wanted, async ({ tenant, payment }) => {
    requests.push(await approved(runtime, tenant, payment));
  });
  return requests;
}

/** One round: so many releases of these companies, dispatched by eight callers, then carried to the rail by eight. */
export async function playRound(
  payers: Payers,
  runtime: Runtime,
  tenants: readonly TenantId[],
  round: { readonly batch: string; readonly count: number },
): Promise<ReleaseFigures> {
  const requests = await prepare(payers, runtime, tenants, round);
  const first = await byCallers(requests, (request) => dispatched(runtime, request));
  const executions = await executionsOf(payers, requests);
  const then = await byCallers(requests, (request) => paid(runtime, request, executions.get(request.requestId) ?? ''));
  const both = first.tookMs.map((ms, at) => ms + (then.tookMs[at] ?? 0));
  return {
    dispatched: figuresOf(first.tookMs, first.wholeMs / 1_000),
    paid: figuresOf(both, (first.wholeMs + then.wholeMs) / 1_000),
  };
}
