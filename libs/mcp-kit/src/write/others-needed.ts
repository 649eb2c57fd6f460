import type { LedgerRequest } from '@supercargo/approval';

/** Whose approval is still missing, in words. */
export function othersNeeded(request: LedgerRequest): string {
  const approved = request.decisions.filter((decision) => decision.verdict === 'approve').length;
  const missing = Math.max(1, request.quorum - approved);
  const people = missing === 1 ? 'another person' : `${missing.toString()} other people`;
  return request.needRole === null ? people : `${people}, one of them with the role ${request.needRole}`;
}
