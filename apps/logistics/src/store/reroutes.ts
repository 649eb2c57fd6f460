import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { RerouteState } from '../domain/reroute.ts';
import type { ShipmentState } from '../domain/shipment.ts';
import { HERE } from './alternatives.ts';

/** What the effects on routes of shipments say they did. */
export const ReroutedResult = z.object({ reroute_id: z.uuid(), shipment_id: z.string() });

/** A reroute with the shipment as it stands now. */
export interface Reroute {
  readonly id: string;
  readonly shipmentId: string;
  readonly state: RerouteState;
  readonly fromRouteId: string | null;
  readonly fromCarrierName: string | null;
  readonly fromMode: string | null;
  readonly fromEta: string | null;
  readonly toRouteId: string;
  readonly toCarrierName: string;
  readonly toEta: string;
  readonly locatedAt: string;
  readonly extra: Money;
  readonly madeAt: Date;
  /** Whether the shipment was rerouted again after it, and that stands. */
  readonly isOverlaid: boolean;
  readonly shipment: {
    readonly state: ShipmentState;
    readonly routeId: string | null;
    readonly locatedAt: string | null;
    readonly carrier: { readonly id: string; readonly name: string } | null;
    readonly mode: string | null;
    readonly eta: string | null;
  };
}

interface RerouteRow {
  readonly id: string;
  readonly shipment_id: string;
  readonly state: RerouteState;
  readonly from_route_id: string | null;
  readonly from_carrier_name: string | null;
  readonly from_mode: string | null;
  readonly from_eta_on: string | null;
  readonly to_route_id: string;
  readonly to_carrier_name: string;
  readonly to_eta_on: string;
  readonly located_at: string;
  readonly extra_minor: string;
  readonly currency: string;
  readonly made_at: Date;
  readonly overlaid: boolean;
  readonly shipment_state: ShipmentState;
  readonly shipment_route: string | null;
  readonly here: string | null;
  readonly carrier_id: string | null;
  readonly carrier_name: string | null;
  readonly mode: string | null;
  readonly eta_on: string | null;
}

const ONE = {
  name: 'logistics_reroute',
  text: `select r.id, r.shipment_id, r.state, r.from_route_id, b.name as from_carrier_name, r.from_mode,
           to_char(r.from_eta_on, 'YYYY-MM-DD') as from_eta_on,
           r.to_route_id, c.name as to_carrier_name, to_char(r.to_eta_on, 'YYYY-MM-DD') as to_eta_on, r.located_at, r.extra_minor, r.currency,
           r.made_at, s.state as shipment_state, s.route_id as shipment_route, ${HERE} as here, s.carrier_id, a.name as carrier_name, s.mode,
           to_char(s.eta_on, 'YYYY-MM-DD') as eta_on,
           exists (select from logistics.reroute l where l.tenant_id = app.tenant() and l.shipment_id = r.shipment_id and l.number > r.number
             and l.state = 'active') as overlaid
         from logistics.reroute r
         join logistics.shipment s on s.tenant_id = app.tenant() and s.id = r.shipment_id
         join logistics.carrier c on c.tenant_id = app.tenant() and c.id = r.to_carrier_id
         left join logistics.carrier a on a.tenant_id = app.tenant() and a.id = s.carrier_id
         left join logistics.carrier b on b.tenant_id = app.tenant() and b.id = r.from_carrier_id
         where r.tenant_id = app.tenant() and r.id = $1`,
} as const;

export async function readReroute(tx: TenantTx, id: string): Promise<Reroute | undefined> {
  const [row] = await tx.query<RerouteRow>(ONE, [id]);
  if (row === undefined) return undefined;
  return {
    ...{ id: row.id, shipmentId: row.shipment_id, state: row.state },
    ...{ fromRouteId: row.from_route_id, fromCarrierName: row.from_carrier_name, fromEta: row.from_eta_on },
    fromMode: row.from_mode,
    ...{ toRouteId: row.to_route_id, toCarrierName: row.to_carrier_name, toEta: row.to_eta_on },
    ...{ locatedAt: row.located_at, madeAt: row.made_at, isOverlaid: row.overlaid },
    extra: { minor: BigInt(row.extra_minor), currency: row.currency },
    shipment: {
      ...{ state: row.shipment_state, routeId: row.shipment_route, locatedAt: row.here },
      carrier: row.carrier_id === null ? null : { id: row.carrier_id, name: row.carrier_name ?? row.carrier_id },
      ...{ mode: row.mode, eta: row.eta_on },
    },
  };
}
