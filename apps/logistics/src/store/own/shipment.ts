import type { TenantTx } from '@supercargo/tenancy';
import type { EventKind, ShipmentState } from '../../domain/shipment.ts';

// What a customer's login reads. No statement here names a customer: whose rows they are is said by the walls of that login alone.

/** A shipment as its customer may know it: where it is, and no carrier, route, driver or price of ours. */
export interface OwnShipment {
  readonly id: string;
  readonly state: ShipmentState;
  readonly locatedAt: string | null;
  readonly destination: string | null;
  readonly country: string | null;
  readonly promised: string | null;
  readonly eta: string | null;
  readonly shipped: string | null;
  readonly delivered: string | null;
  readonly inFull: boolean | null;
}

interface OwnShipmentRow {
  readonly id: string;
  readonly state: ShipmentState;
  readonly located_at: string | null;
  readonly destination: string | null;
  readonly country: string | null;
  readonly promised_on: string | null;
  readonly eta_on: string | null;
  readonly shipped_on: string | null;
  readonly delivered_on: string | null;
  readonly in_full: boolean | null;
}

const day = (column: string): string => `to_char(s.${column}, 'YYYY-MM-DD') as ${column}`;

const ONE = {
  name: 'logistics_own_shipment',
  text: `select s.id, s.state, s.located_at, s.destination, s.country, s.in_full,
           ${['promised_on', 'eta_on', 'shipped_on', 'delivered_on'].map(day).join(', ')}
         from logistics.shipment s where s.tenant_id = app.tenant() and s.id = $1`,
} as const;

export async function readOwnShipment(tx: TenantTx, id: string): Promise<OwnShipment | undefined> {
  const [row] = await tx.query<OwnShipmentRow>(ONE, [id]);
  if (row === undefined) return undefined;
  return {
    ...{ id: row.id, state: row.state, locatedAt: row.located_at, destination: row.destination, country: row.country },
    ...{ promised: row.promised_on, eta: row.eta_on, shipped: row.shipped_on, delivered: row.delivered_on },
    inFull: row.in_full,
  };
}

export interface OwnShipmentLine {
  readonly order: string | null;
  readonly sku: string | null;
  readonly description: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
}

const LINES = {
  name: 'logistics_own_lines',
  text: `select l.order_number as "order", l.sku, l.description, l.quantity, l.unit
         from logistics.shipment_line l where l.tenant_id = app.tenant() and l.shipment_id = $1 order by l.line_id limit $2`,
} as const;

/** At most `limit` lines of the customer's shipment. */
export async function readOwnShipmentLines(
  tx: TenantTx,
  shipment: string,
  limit: number,
): Promise<readonly OwnShipmentLine[]> {
  const rows = await tx.query<Omit<OwnShipmentLine, 'quantity'> & { readonly quantity: string | null }>(LINES, [
    ...[shipment, limit],
  ]);
  return rows.map(({ quantity, ...line }) => ({ ...line, quantity: quantity === null ? null : Number(quantity) }));
}

export interface OwnShipmentEvent {
  readonly kind: EventKind;
  readonly place: string | null;
  readonly at: Date;
}

// How we send it on is ours; where it was and when is theirs.
const EVENTS = {
  name: 'logistics_own_events',
  text: `select e.kind, e.place, e.occurred_at as at from logistics.shipment_event e
         where e.tenant_id = app.tenant() and e.shipment_id = $1 and e.kind not in ('rerouted', 'reroute_cancelled')
         order by e.occurred_at desc, e.id desc limit $2`,
} as const;

/** At most `limit` of what happened to the customer's shipment, the newest first. */
export async function readOwnShipmentEvents(
  tx: TenantTx,
  shipment: string,
  limit: number,
): Promise<readonly OwnShipmentEvent[]> {
  return tx.query<OwnShipmentEvent & Record<string, unknown>>(EVENTS, [shipment, limit]);
}
