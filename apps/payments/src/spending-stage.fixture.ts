import {
  claim,
  execute,
  markUnknown,
  readRequest,
  recordConsent,
  settleRemote,
  type LedgerAnswer,
} from '@supercargo/approval';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import { SPENDING_DIMENSIONS, SPENDING_SPANS, type FoundingRule, type SpendingCap } from '@supercargo/policy';
import type { TenantDoor } from '@supercargo/tenancy';
import { payments } from './server.ts';
import { newPayee } from './store/spending.fixture.ts';

export { executionOf, spentOf } from './store/spending.fixture.ts';

/** As much of a test's stage as these need. */
interface Server {
  readonly runtime: { readonly door: TenantDoor };
  principal(person: string): { readonly tenant: TenantId };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

/** Payments without demo facts: one payee. */
export const SPENDING = { definition: payments, login: 'supercargo_payments', load: newPayee } as const;

/** More than any test spends. */
export const PLENTY = 1_000_000_000_00;

/** Caps for every window of every dimension: these, and plenty everywhere else. */
export function capsWith(few: Readonly<Record<string, number>> = {}, currency = 'EUR'): readonly SpendingCap[] {
  return SPENDING_DIMENSIONS.flatMap((dimension) =>
    SPENDING_SPANS.map((span) => ({ dimension, span, currency, cap: few[`${dimension} ${span}`] ?? PLENTY })),
  );
}

/** A policy in which the requester's own yes is enough to spend, so that a test asks a hundred times without a hundred approvers. */
const BY_CONSENT = ['release_payment', 'issue_refund'].map((tool): FoundingRule => ({
  ...{ server: 'payments', tool, over_minor: -1, currency: 'EUR', tier: 'consent', quorum: 1, need_role: null },
}));

/** What such a company says differently. */
interface Said {
  readonly tenant?: string;
  readonly rules?: readonly FoundingRule[];
  readonly spendingCaps?: readonly SpendingCap[];
}

/** How a company of these tests is founded: by consent, and with no limit but those that are said. */
export function spending(said: Said = {}) {
  const consentLimits = (['requester', 'server'] as const).map((dimension) => ({
    dimension,
    currency: 'EUR',
    cap: PLENTY,
  }));
  return { founding: { rules: BY_CONSENT, consentLimits, spendingCaps: capsWith(), ...said } };
}

const tenantOf = (stage: Server): TenantId => stage.principal('nobody').tenant;

/** A request that its requester consented to, not executed yet; its id. */
export async function approved(
  stage: Server,
  tool: 'release_payment' | 'issue_refund',
  input: Readonly<Record<string, unknown>>,
  person = 'felix',
): Promise<string> {
  const outcome = await stage.call(person, tool, input, { canShow: ['forms'] });
  if (outcome.kind !== 'consent') throw new Error(`consent was to be enough: ${outcome.kind}`);
  const { id } = outcome.request;
  await stage.runtime.door.write(tenantOf(stage), async (tx) => {
    const request = await readRequest(tx, id);
    return recordConsent(tx, id, request?.planDigest ?? Buffer.alloc(32));
  });
  return id;
}

/** What the worker does with an approved request: it hands it to the rail's queue, or says why not. */
export function dispatch(stage: Server, tool: 'release_payment' | 'issue_refund', id: string): Promise<LedgerAnswer> {
  return stage.runtime.door.write(tenantOf(stage), (tx) => execute(tx, `payments.${tool}`, id));
}

/** What the rail said of an execution, as the worker writes it down. */
export async function settled(
  stage: Server,
  tool: 'release' | 'refund',
  executionId: string,
  outcome: 'executed' | 'failed' | 'unknown',
): Promise<LedgerAnswer> {
  const { door } = stage.runtime;
  const lease = await door.write(tenantOf(stage), (tx) => claim(tx, executionId, 30_000));
  if (typeof lease === 'string') throw new Error(`no lease: ${lease}`);
  return door.write(tenantOf(stage), (tx) =>
    outcome === 'unknown'
      ? markUnknown(tx, 'payments.mark_unknown', { ...lease, reason: 'the rail gave no answer' })
      : settleRemote(tx, `payments.settle_${tool}`, {
          ...{ executionId, fence: lease.fence, outcome },
          words: outcome === 'executed' ? 'RAIL-1' : 'the account of the payee is closed',
        }),
  );
}
