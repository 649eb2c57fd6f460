import { assert } from '@supercargo/kernel';
import { isLedgerRefusal, type LedgerRefusal } from '../refusals.ts';
import type { RequestState } from '../states.ts';

/** What every function of the ledger answers. */
export interface LedgerAnswer {
  readonly requestId: string | null;
  readonly state: RequestState | null;
  readonly refusal: LedgerRefusal | null;
  readonly detail: string | null;
}

export interface AnswerRow {
  readonly request_id: string | null;
  readonly state: RequestState | null;
  readonly refusal: string | null;
  readonly detail: string | null;
}

export function toAnswer(row: AnswerRow | undefined): LedgerAnswer {
  assert(row !== undefined, 'a function of the ledger answers with one row');
  assert(
    row.refusal === null || isLedgerRefusal(row.refusal),
    `the ledger refused with a known code: ${String(row.refusal)}`,
  );
  return { requestId: row.request_id, state: row.state, refusal: row.refusal, detail: row.detail };
}
