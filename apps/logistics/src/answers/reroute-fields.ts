import { decimal } from '@supercargo/kernel';
import type { ReadBack } from '@supercargo/mcp-kit';
import type { Reroute } from '../store/reroutes.ts';

/** What became of a reroute and of the way of its shipment, read back from the transport system. */
export function rerouteFields(id: string, shipmentId: string, reroute: Reroute | undefined): ReadBack {
  if (reroute === undefined) return { reroute_id: id, shipment_id: shipmentId, reroute_state: 'not found' };
  return {
    ...{ reroute_id: id, shipment_id: shipmentId, reroute_state: reroute.state },
    ...{ route: reroute.shipment.routeId, to_route: reroute.toRouteId },
    ...{ eta: reroute.shipment.eta, extra_cost: decimal(reroute.extra), currency: reroute.extra.currency },
  };
}
