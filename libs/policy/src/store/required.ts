import { assert, type Money, type Result } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { PolicyRefusal, Verdict } from '../verdict.ts';

interface VerdictRow {
  readonly refusal: PolicyRefusal | null;
  readonly tier: Verdict['tier'];
  readonly quorum: number;
  readonly need_role: string | null;
  readonly rule: string;
  readonly why: Verdict['why'];
  readonly hold_seconds: number;
  readonly waiting_seconds: number;
  readonly approved_seconds: number;
}

const REQUIRED = {
  name: 'policy_required',
  text: 'select * from policy.required($1, $2, $3, $4::bigint, $5::bigint, $6)',
} as const;

/** Asks the one evaluator, in the database, what the live policy requires for this plan now. */
export async function requiredFor(
  tx: TenantTx,
  asked: {
    readonly server: string;
    readonly tool: string;
    readonly amount: Money | null;
    readonly units: number | null;
    readonly requester: string;
  },
): Promise<Result<Verdict, PolicyRefusal>> {
  const [row] = await tx.query<VerdictRow>(REQUIRED, [
    asked.server,
    asked.tool,
    asked.amount?.currency ?? null,
    asked.amount?.minor ?? null,
    asked.units,
    asked.requester,
  ]);
  assert(row !== undefined, 'policy.required answers with one row');
  if (row.refusal !== null) return { ok: false, refusal: row.refusal };
  return {
    ok: true,
    value: {
      tier: row.tier,
      quorum: row.quorum,
      needRole: row.need_role,
      rule: row.rule,
      why: row.why,
      holdSeconds: row.hold_seconds,
      waitingSeconds: row.waiting_seconds,
      approvedSeconds: row.approved_seconds,
    },
  };
}
