import { cardLines, type LedgerRequest } from '@supercargo/approval';
import { canonicalText, type CanonicalValue } from '@supercargo/audit';
import type { Principal } from '../runtime.ts';

/** What the host's person answered to the card. `unanswered`: cancelled, hung up, or nobody could be asked. */
export type ConsentAnswer = 'given' | 'declined' | 'unanswered';

/** The form of the elicitation: the stored card as text, and one box to tick. Never a credential or payment data. */
export function consentForm(request: LedgerRequest): {
  readonly message: string;
  readonly requestedSchema: {
    readonly type: 'object';
    readonly properties: {
      readonly confirm: { readonly type: 'boolean'; readonly title: string; readonly default: false };
    };
    readonly required: ['confirm'];
  };
} {
  return {
    message: cardLines(request.card, request.customer === null ? 'Cost' : 'Worth').join('\n'),
    requestedSchema: {
      type: 'object',
      properties: { confirm: { type: 'boolean', title: 'Yes, do exactly this', default: false } },
      required: ['confirm'],
    },
  };
}

/** Reads an elicitation result as hostile input: only an accepted form with the box ticked is a consent. */
export function consentFrom(response: unknown): ConsentAnswer {
  if (typeof response !== 'object' || response === null || !('action' in response)) return 'unanswered';
  if (response.action === 'decline') return 'declined';
  if (response.action !== 'accept' || !('content' in response)) return 'unanswered';
  const { content } = response;
  if (typeof content !== 'object' || content === null || !('confirm' in content)) return 'unanswered';
  return content.confirm === true ? 'given' : 'declined';
}

/** Whether a request handed back by a client is this caller's, of this tool and these arguments: an id alone proves nothing. */
export function isSameRequest(
  request: LedgerRequest,
  principal: Principal,
  tool: string,
  ownArguments: Record<string, unknown>,
): boolean {
  const plan = JSON.parse(request.plan) as { arguments: CanonicalValue };
  return (
    request.requester === principal.person &&
    request.tool === tool &&
    canonicalText(plan.arguments) === canonicalText(ownArguments as CanonicalValue)
  );
}
