export const RMA_STATES = [
  'requested',
  'approved',
  'rejected',
  'cancelled',
  'label_issued',
  'received',
  'closed',
] as const;

/** Where a return can stand. */
export type RmaState = (typeof RMA_STATES)[number];

/**
 * The transitions that exist. An approved return is not rejected any more: its refund was handed to payments, where people decide on it.
 * A label that is voided leaves the return approved, as it was.
 */
export const RMA_TRANSITIONS: Readonly<Record<RmaState, readonly RmaState[]>> = {
  requested: ['approved', 'rejected', 'cancelled'],
  approved: ['label_issued', 'received'],
  label_issued: ['approved', 'received'],
  received: ['closed'],
  rejected: [],
  cancelled: [],
  closed: [],
};

/** The states in which somebody still has to do something, of the desk or outside. */
export const OPEN_RMA_STATES = RMA_STATES.filter((state) => RMA_TRANSITIONS[state].length > 0);

export function canBecome(from: RmaState, to: RmaState): boolean {
  return RMA_TRANSITIONS[from].includes(to);
}

/** What would take a return further; null where it ended. */
export const NEXT_STEPS: Readonly<Record<RmaState, string | null>> = {
  requested: 'approve_return or reject_return',
  approved: 'issue_label, unless the goods come without one',
  label_issued: 'wait for the goods; void_label while the label is not used and not wanted',
  received: 'the goods are back: the desk closes it, and payments decides on the refund',
  rejected: null,
  cancelled: null,
  closed: null,
};

/** The same in words for the customer; null where it ended. */
export const OWN_NEXT: Readonly<Record<RmaState, string | null>> = {
  requested: 'the returns desk decides on it',
  approved: 'send it back; where a label is needed, the returns desk issues it',
  label_issued: 'send it back with the label',
  received: 'it is back: the returns desk closes it',
  rejected: null,
  cancelled: null,
  closed: null,
};

export const REASONS = [
  'damaged',
  'defective',
  'wrong_item',
  'not_as_described',
  'arrived_late',
  'changed_mind',
  'other',
] as const;

/** Why goods come back, as the customer chose it. */
export type Reason = (typeof REASONS)[number];
