import type { LedgerRequest } from '@supercargo/approval';
import type { CallRefusal } from './refusal.ts';

/** What a call came to. `consent` asks the host's person before it goes on. */
export type CallOutcome =
  | { readonly kind: 'answered'; readonly structured: Record<string, unknown>; readonly request?: LedgerRequest }
  | { readonly kind: 'refused'; readonly refusal: CallRefusal }
  | { readonly kind: 'consent'; readonly request: LedgerRequest };
