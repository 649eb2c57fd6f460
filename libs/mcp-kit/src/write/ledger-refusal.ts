import { LEDGER_REFUSALS, type LedgerRefusal } from '@supercargo/approval';
import type { CallRefusal } from '../call/refusal.ts';

/** A refusal of the ledger or of the policy, in our words. */
export function ledgerRefusal(code: LedgerRefusal): CallRefusal {
  const field = code === 'idempotency_key_reused' ? { field: 'idempotency_key' } : {};
  return { step: 'perform', code, reason: LEDGER_REFUSALS[code], ...field };
}
