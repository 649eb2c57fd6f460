import type { LedgerRequest } from '@supercargo/approval';
import { approvalPage } from '../console-origin.ts';
import { othersNeeded } from './others-needed.ts';

/** What a client can show its person, as it declared. */
export type CanShow = readonly ('forms' | 'links')[];

/** What the host's person is asked before a call goes on: for their own yes, or to see to it that somebody else decides. */
export type Question =
  | { readonly kind: 'consent'; readonly request: LedgerRequest }
  | { readonly kind: 'approval'; readonly request: LedgerRequest; readonly page: string };

/** The question to ask about a request, if there is one that this client can show; without one the caller is told where it stands. */
export function questionAbout(
  request: LedgerRequest,
  canShow: CanShow,
  consoleOrigin: string | undefined,
): Question | undefined {
  if (request.state !== 'waiting') return undefined;
  // Whose own yes is enough is not sent away for somebody else's: that they may be is in the answer.
  if (request.tier === 'consent') return canShow.includes('forms') ? { kind: 'consent', request } : undefined;
  if (!canShow.includes('links') || consoleOrigin === undefined || request.customer !== null) return undefined;
  return { kind: 'approval', request, page: approvalPage(consoleOrigin, request.id) };
}

/** The URL elicitation: what waits and for whom, and the page. Whatever is answered to it says that somebody looked, and nothing more. */
export function approvalLink({ request, page }: Extract<Question, { readonly kind: 'approval' }>): {
  readonly message: string;
  readonly url: string;
} {
  return {
    message: `This needs ${othersNeeded(request)}, signed in on this page: ${request.card.sentence}`,
    url: page,
  };
}
