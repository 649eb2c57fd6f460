import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { RerouteState } from '../domain/reroute.ts';
import type { EventKind } from '../domain/shipment.ts';

export interface ShipmentLine {
  readonly lineId: string;
  readonly orderNumber: string | null;
  readonly sku: string | null;
  readonly description: string | null;
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly value: Money | null;
}

export interface ShipmentEvent {
  readonly kind: EventKind;
  readonly place: string | null;
  readonly note: string | null;
  readonly occurredAt: Date;
}

export interface PastReroute {
  readonly id: string;
  readonly state: RerouteState;
  readonly fromRouteId: string | null;
  readonly toRouteId: string;
  readonly toCarrierId: string;
  readonly toEta: string;
  readonly extra: Money;
  readonly madeAt: Date;
}

const LINES = {
  name: 'logistics_shipment_lines',
  text: `select l.line_id, l.order_number, l.sku, l.description, l.quantity, l.unit, l.value_minor, l.currency
         from logistics.shipment_line l where l.tenant_id = app.tenant() and l.shipment_id = $1 order by l.line_id limit $2`,
} as const;

const EVENTS = {
  name: 'logistics_shipment_events',
  text: `select e.kind, e.place, e.note, e.occurred_at, count(*) over () as total
         from logistics.shipment_event e where e.tenant_id = app.tenant() and e.shipment_id = $1
         order by e.occurred_at desc, e.id desc limit $2`,
} as const;

const REROUTES = {
  name: 'logistics_shipment_reroutes',
  text: `select r.id, r.state, r.from_route_id, r.to_route_id, r.to_carrier_id, to_char(r.to_eta_on, 'YYYY-MM-DD') as to_eta_on, r.extra_minor,
           r.currency, r.made_at
         from logistics.reroute r where r.tenant_id = app.tenant() and r.shipment_id = $1 order by r.number desc limit $2`,
} as const;

interface LineRow {
  readonly line_id: string;
  readonly order_number: string | null;
  readonly sku: string | null;
  readonly description: string | null;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly value_minor: string | null;
  readonly currency: string | null;
}

interface EventRow {
  readonly kind: EventKind;
  readonly place: string | null;
  readonly note: string | null;
  readonly occurred_at: Date;
  readonly total: string;
}

interface RerouteRow {
  readonly id: string;
  readonly state: RerouteState;
  readonly from_route_id: string | null;
  readonly to_route_id: string;
  readonly to_carrier_id: string;
  readonly to_eta_on: string;
  readonly extra_minor: string;
  readonly currency: string;
  readonly made_at: Date;
}

/** The lines of a shipment, the first ones. */
export async function linesOf(tx: TenantTx, shipmentId: string, limit: number): Promise<readonly ShipmentLine[]> {
  return (await tx.query<LineRow>(LINES, [shipmentId, limit])).map((row) => ({
    ...{ lineId: row.line_id, orderNumber: row.order_number, sku: row.sku, description: row.description },
    quantity: row.quantity === null ? null : Number(row.quantity),
    unit: row.unit,
    value:
      row.value_minor === null || row.currency === null
        ? null
        : { minor: BigInt(row.value_minor), currency: row.currency },
  }));
}

/** What happened to a shipment, the newest first, and how much that is in all. */
export async function eventsOf(
  tx: TenantTx,
  shipmentId: string,
  limit: number,
): Promise<{ readonly events: readonly ShipmentEvent[]; readonly total: number }> {
  const rows = await tx.query<EventRow>(EVENTS, [shipmentId, limit]);
  const events = rows.map(({ kind, place, note, occurred_at: occurredAt }) => ({ kind, place, note, occurredAt }));
  return { events, total: Number(rows[0]?.total ?? 0) };
}

/** How a shipment was rerouted, the last one first. */
export async function reroutesOf(tx: TenantTx, shipmentId: string, limit: number): Promise<readonly PastReroute[]> {
  return (await tx.query<RerouteRow>(REROUTES, [shipmentId, limit])).map((row) => ({
    ...{ id: row.id, state: row.state, fromRouteId: row.from_route_id, toRouteId: row.to_route_id },
    ...{ toCarrierId: row.to_carrier_id, toEta: row.to_eta_on, madeAt: row.made_at },
    extra: { minor: BigInt(row.extra_minor), currency: row.currency },
  }));
}
