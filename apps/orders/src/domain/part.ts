export const PART_STATES = ['open', 'shipped', 'delivered', 'joined', 'cancelled'] as const;

/** Where a part of an order can stand; joined: put back together with the rest. */
export type PartState = (typeof PART_STATES)[number];

export const PART_TRANSITIONS: Readonly<Record<PartState, readonly PartState[]>> = {
  open: ['shipped', 'delivered', 'joined', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  joined: [],
  cancelled: [],
};

export function canBecome(from: PartState, to: PartState): boolean {
  return PART_TRANSITIONS[from].includes(to);
}
