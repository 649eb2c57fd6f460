export const FLAG_KINDS = ['late_shipment', 'address', 'credit', 'quality', 'customer_request', 'other'] as const;
export type FlagKind = (typeof FLAG_KINDS)[number];

export const FLAG_SEVERITIES = ['notice', 'warning', 'critical'] as const;
export type FlagSeverity = (typeof FLAG_SEVERITIES)[number];

export const FLAG_STATES = ['open', 'cleared'] as const;

/** Where a flag can stand. */
export type FlagState = (typeof FLAG_STATES)[number];

/** A cleared flag stays so: whoever sees a reason again raises another. */
export const FLAG_TRANSITIONS: Readonly<Record<FlagState, readonly FlagState[]>> = { open: ['cleared'], cleared: [] };

export function canBecome(from: FlagState, to: FlagState): boolean {
  return FLAG_TRANSITIONS[from].includes(to);
}
