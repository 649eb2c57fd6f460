import type { LedgerRequest } from '@supercargo/approval';
import type { Question } from '../write/question.ts';
import type { CallRefusal } from './refusal.ts';

/** What a call ended with. */
export type CallEnding =
  | { readonly kind: 'answered'; readonly structured: Record<string, unknown>; readonly request?: LedgerRequest }
  | { readonly kind: 'refused'; readonly refusal: CallRefusal };

/** What a call came to: its end, or what the host's person is asked before it goes on. */
export type CallOutcome = CallEnding | Question;

export function isQuestion(outcome: CallOutcome): outcome is Question {
  return outcome.kind === 'consent' || outcome.kind === 'approval';
}
