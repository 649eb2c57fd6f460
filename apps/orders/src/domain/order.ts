export const ORDER_KINDS = ['sale', 'purchase', 'stock'] as const;

/** Of a customer, to a vendor, or out of a place of our own such as a regional distribution centre. */
export type OrderKind = (typeof ORDER_KINDS)[number];

export const ORDER_STATES = ['placed', 'allocated', 'shipped', 'delivered', 'cancelled'] as const;

/** Where an order can stand. */
export type OrderState = (typeof ORDER_STATES)[number];

/** The transitions that exist. A system that exports once a day does not show every step, so steps may be left out; none goes back. */
export const ORDER_TRANSITIONS: Readonly<Record<OrderState, readonly OrderState[]>> = {
  placed: ['allocated', 'shipped', 'delivered', 'cancelled'],
  allocated: ['shipped', 'delivered', 'cancelled'],
  shipped: ['delivered'],
  delivered: [],
  cancelled: [],
};

export function canBecome(from: OrderState, to: OrderState): boolean {
  return ORDER_TRANSITIONS[from].includes(to);
}

/** The states of an order that is still to come. */
export const OPEN_ORDER_STATES = ORDER_STATES.filter((state) => canBecome(state, 'delivered'));

/** Whether somebody still waits for it past the day that they were promised. */
export function isOverdue(state: OrderState, promisedOn: string | null, today: string): boolean {
  return OPEN_ORDER_STATES.includes(state) && promisedOn !== null && promisedOn < today;
}
