export const SHIPMENT_STATES = ['planned', 'in_transit', 'customs', 'delivered', 'cancelled'] as const;

/** Where a shipment can stand. */
export type ShipmentState = (typeof SHIPMENT_STATES)[number];

/** The transitions that exist: what was delivered or cancelled stays so. */
export const SHIPMENT_TRANSITIONS: Readonly<Record<ShipmentState, readonly ShipmentState[]>> = {
  planned: ['in_transit', 'customs', 'delivered', 'cancelled'],
  in_transit: ['customs', 'delivered', 'cancelled'],
  customs: ['in_transit', 'delivered', 'cancelled'],
  delivered: [],
  cancelled: [],
};

/** The states in which a shipment still has to arrive. */
const OPEN_STATES: readonly ShipmentState[] = ['planned', 'in_transit', 'customs'];

export function isOpen(state: ShipmentState): boolean {
  return OPEN_STATES.includes(state);
}

/** The way goods are carried. */
export const MODES = ['air', 'sea', 'road', 'rail'] as const;
export type Mode = (typeof MODES)[number];

/** Between whom: from a supplier to us, from us to a customer, from a supplier to a customer, from the regional distribution centre. */
export const FLOWS = ['inbound', 'outbound', 'direct_drop', 'from_rdc'] as const;
export type Flow = (typeof FLOWS)[number];

/** What can happen to a shipment on its way. */
export const EVENT_KINDS = [
  'booked',
  'departed',
  'arrived',
  'customs_hold',
  'customs_released',
  'delayed',
  'delivered',
  'rerouted',
  'reroute_cancelled',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];
