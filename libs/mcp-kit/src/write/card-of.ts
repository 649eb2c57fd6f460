import { Card, type Asker, type Proposal } from '@supercargo/approval';
import { toWire, type UntrustedText } from '@supercargo/kernel';
import { whyAsked, type Verdict } from '@supercargo/policy';

/** The card that an approver is shown, from what the tool proposes and what the policy asks. A tool that proposes none is a defect. */
export function cardOf(
  proposal: Proposal,
  verdict: Verdict,
  asker: Asker,
  words: UntrustedText | null,
  expiresAt: Date,
): Card {
  return Card.parse({
    ...proposal.card,
    cost: proposal.amount === null ? null : toWire(proposal.amount),
    units: proposal.units,
    why: whyAsked(verdict),
    asked_by: { person: asker.personName, agent: asker.agent, words },
    expires_at: expiresAt.toISOString(),
  });
}
