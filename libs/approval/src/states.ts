/** Where a request can stand. `executing` and `unknown` exist for effects on foreign systems only. */
export const REQUEST_STATES = [
  'waiting',
  'approved',
  'executing',
  'unknown',
  'executed',
  'failed',
  'rejected',
  'expired',
  'withdrawn',
  'invalidated',
] as const;

export type RequestState = (typeof REQUEST_STATES)[number];

/** The transitions that exist; the database holds the same table and refuses every other. */
export const TRANSITIONS: Readonly<Record<RequestState, readonly RequestState[]>> = {
  waiting: ['approved', 'rejected', 'expired', 'withdrawn', 'invalidated'],
  approved: ['executing', 'executed', 'failed', 'expired', 'withdrawn', 'invalidated'],
  executing: ['executed', 'failed', 'unknown'],
  unknown: ['executed', 'failed'],
  executed: [],
  failed: [],
  rejected: [],
  expired: [],
  withdrawn: [],
  invalidated: [],
};
