import { cardLines, isBound, peopleNeeded, planFacts, type LedgerRequest } from '@supercargo/approval';
import { canonicalText } from '@supercargo/audit';
import { spoken } from '@supercargo/kernel';
import { Refused } from '../fault.ts';
import { instant, visible } from '../print.ts';

/**
 * Refuses to show a card that is not the one of this plan: the approver decides about the plan's digest, and it holds the card's.
 */
export function checkBound(request: LedgerRequest): void {
  if (isBound(request)) return;
  throw new Refused(
    'the card of this request is not the one its plan was made with; do not approve it, and tell an administrator',
  );
}

export function amountOf(request: LedgerRequest): string {
  if (request.amountMinor === null || request.currency === null) return 'none';
  return spoken({ minor: request.amountMinor, currency: request.currency });
}

/** The card as the requester's server wrote it, then what the plan itself says: a card that misleads would differ from it. */
export function requestLines(request: LedgerRequest): readonly string[] {
  const facts = planFacts(request);
  const decisions = request.decisions.map(({ person, verdict, via }) => `${person} ${verdict} (${via})`);
  return [
    'The card:',
    ...cardLines(request.card, request.customer === null ? 'Cost' : 'Worth').map(
      (line) => `  ${line.startsWith(' ') ? '  ' : ''}${visible(line.trim())}`,
    ),
    '',
    'The plan, which is what is executed:',
    `  request    ${request.id}`,
    `  state      ${request.state}${request.reason === null ? '' : `: ${visible(request.reason)}`}`,
    `  tool       ${request.server} ${visible(request.tool)}`,
    `  arguments  ${visible(canonicalText(facts.arguments))}`,
    `  effect     ${visible(canonicalText(facts.effect))}`,
    `  guards     ${visible(canonicalText(facts.guards))}`,
    `  amount     ${amountOf(request)}`,
    `  requester  ${visible(request.requester)}, through the agent ${visible(request.agent ?? 'unknown')} (unproven)`,
    `  needs      ${peopleNeeded(request)}`,
    `  asked      ${instant(request.askedAt)}; open until ${instant(request.waitsUntil)}`,
    `  decided    ${decisions.length === 0 ? 'nobody yet' : visible(decisions.join(', '))}`,
    `  digest     ${request.planDigest.toString('hex')}`,
    ...(request.result === null ? [] : [`  result     ${visible(request.result)}`]),
  ];
}

/** A request as `--json` gives it: the plan's facts, and the card beside them. */
export function requestDocument(request: LedgerRequest): Record<string, unknown> {
  return {
    request_id: request.id,
    state: request.state,
    reason: request.reason,
    server: request.server,
    tool: request.tool,
    arguments: planFacts(request).arguments,
    effect: planFacts(request).effect,
    guards: planFacts(request).guards,
    amount_minor: request.amountMinor,
    currency: request.currency,
    requester: request.requester,
    agent: request.agent,
    tier: request.tier,
    quorum: request.quorum,
    need_role: request.needRole,
    case_id: request.caseId,
    asked_at: request.askedAt,
    waits_until: request.waitsUntil,
    ended_at: request.endedAt,
    decisions: request.decisions,
    digest: request.planDigest.toString('hex'),
    result: request.result === null ? null : (JSON.parse(request.result) as unknown),
    card: request.card,
  };
}
