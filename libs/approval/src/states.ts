/** Where a request can stand. `executing` and `unknown` come with effects on foreign systems. */
export const REQUEST_STATES = [
  'waiting',
  'approved',
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
  approved: ['executed', 'failed', 'expired', 'withdrawn', 'invalidated'],
  executed: [],
  failed: [],
  rejected: [],
  expired: [],
  withdrawn: [],
  invalidated: [],
};
