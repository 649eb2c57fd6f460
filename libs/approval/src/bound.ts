import { canonicalText, digest } from '@supercargo/audit';
import type { LedgerRequest } from './store/requests.ts';

/**
 * Whether the card of a request is the one its plan was made with: whoever decides does so about the plan's digest, and the plan holds the
 * card's. What is not bound is shown to nobody.
 */
export function isBound(request: LedgerRequest): boolean {
  const plan = JSON.parse(request.plan) as { readonly card?: unknown };
  const card = digest('card', canonicalText(request.card)).toString('hex');
  return digest('plan', request.plan).equals(request.planDigest) && plan.card === card;
}
