import { canonicalText, digest, type CanonicalValue } from '@supercargo/audit';
import type { Money } from '@supercargo/kernel';
import type { Verdict } from '@supercargo/policy';
import type { Birth } from './born.ts';
import type { Card } from './card.ts';

/** Who asks, as the call's transport established it. */
export interface Asker {
  readonly tenant: string;
  readonly person: string;
  readonly personName: string;
  /** The configured agent on stdio, unproven. */
  readonly agent: string;
  readonly client: string | null;
  /** Whose it is, where a customer asks; the database holds it to the customer of its transaction. */
  readonly customer?: string | null;
}

/** What a write tool proposes: facts and sentences, no decision. */
export interface Proposal {
  /** What the effect function reads, and nothing else. */
  readonly effect: Readonly<Record<string, CanonicalValue>>;
  /** Facts that must still be so when it executes, by the names the effect function checks. */
  readonly guards: Readonly<Record<string, string>>;
  readonly amount: Money | null;
  /** How many units policy judges it by; null for what is judged by its amount or by nothing. */
  readonly units: number | null;
  readonly card: Pick<Card, 'sentence' | 'changes' | 'flags' | 'guards' | 'facts' | 'undo'>;
}

export interface PlanFrame {
  readonly id: string;
  readonly nonce: string;
  readonly createdAt: Date;
  readonly server: string;
  readonly tool: string;
  readonly definition: string;
  readonly arguments: CanonicalValue;
  readonly asker: Asker;
  readonly caseId: string | null;
  readonly verdict: Verdict;
  readonly card: Card;
  /** Set where an event led to it. */
  readonly birth?: Birth;
}

export interface PlanText {
  /** The id that its request has, unless an earlier one stands for it. */
  readonly id: string;
  readonly plan: string;
  readonly card: string;
}

function customerOf({ customer }: Asker): { readonly customer?: string } {
  return customer === undefined || customer === null ? {} : { customer };
}

/** The canonical text of plan and card. Its digest binds what is shown, asked, decided and executed to each other. */
export function planText(frame: PlanFrame, proposal: Proposal): PlanText {
  const card = canonicalText(frame.card);
  const plan = canonicalText({
    v: 1,
    id: frame.id,
    tenant: frame.asker.tenant,
    server: frame.server,
    tool: frame.tool,
    definition: frame.definition,
    arguments: frame.arguments,
    effect: proposal.effect,
    guards: proposal.guards,
    amount_minor: proposal.amount === null ? null : proposal.amount.minor.toString(),
    currency: proposal.amount === null ? null : proposal.amount.currency,
    units: proposal.units,
    requester: frame.asker.person,
    agent: frame.asker.agent,
    client: frame.asker.client,
    // Which agent calls is not proven in this profile; the column says so until it is.
    attestation: null,
    case_id: frame.caseId,
    ...customerOf(frame.asker),
    rule: frame.verdict.rule,
    tier: frame.verdict.tier,
    quorum: frame.verdict.quorum,
    need_role: frame.verdict.needRole,
    hold_seconds: frame.verdict.holdSeconds,
    approved_seconds: frame.verdict.approvedSeconds,
    nonce: frame.nonce,
    created_at: frame.createdAt.toISOString(),
    expires_at: frame.card.expires_at,
    card: digest('card', card).toString('hex'),
    ...(frame.birth === undefined ? {} : { event: frame.birth.event, chain: frame.birth.chain }),
  });
  return { id: frame.id, plan, card };
}
