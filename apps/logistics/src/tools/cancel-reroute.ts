import { ok, refuse, sayName, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { rerouteFields } from '../answers/reroute-fields.ts';
import { cancelRefusal, UNKNOWN_REROUTE } from '../domain/refusals.ts';
import { decideCancel } from '../domain/reroute.ts';
import { readReroute, ReroutedResult } from '../store/reroutes.ts';

const NOT_RECORDED = 'not recorded';

export const cancelReroute = defineWriteTool({
  name: 'cancel_reroute',
  title: 'Cancel a reroute',
  description:
    'Asks to take back the last reroute of a shipment that has not left from there yet: it goes on by the route, and is expected on the day, of before. Nothing is taken back by this call: it plans, and restores once a person approves.',
  scopes: ['logistics:reroute'],
  input: z.strictObject({
    reroute_id: z.uuid().describe('The reroute_id that reroute_shipment or track_shipment answered.'),
  }),
  reversibility: { kind: 'compensable', by: 'reroute_shipment', until: 'the route is no longer offered' },
  execute: 'logistics.cancel_reroute',
  async plan({ reroute_id: id }, { tx }) {
    const reroute = await readReroute(tx, id);
    if (reroute === undefined) return refuse(UNKNOWN_REROUTE);
    const { shipment } = reroute;
    const decided = decideCancel(reroute);
    if (!decided.ok) return refuse(cancelRefusal(decided.refusal, reroute));
    return ok({
      effect: { reroute_id: id },
      guards: {
        ...{ reroute_state: reroute.state, shipment_state: shipment.state },
        ...{ located_at: shipment.locatedAt ?? 'none', current_route: shipment.routeId ?? 'none' },
        ...{ current_carrier: shipment.carrier?.id ?? 'none', current_mode: shipment.mode ?? 'none' },
        current_eta: shipment.eta ?? 'none',
      },
      amount: null,
      units: null,
      card: {
        sentence: `Take back the reroute of shipment ${reroute.shipmentId} by ${sayName(reroute.toCarrierName)}: it goes on by ${reroute.fromRouteId === null ? 'what was arranged before' : `route ${reroute.fromRouteId}`}.`,
        changes: [
          {
            what: 'Carrier',
            before: shipment.carrier === null ? NOT_RECORDED : sayName(shipment.carrier.name),
            after: reroute.fromCarrierName === null ? NOT_RECORDED : sayName(reroute.fromCarrierName),
          },
          { what: 'Route', before: reroute.toRouteId, after: reroute.fromRouteId ?? NOT_RECORDED },
          { what: 'Mode', before: shipment.mode ?? NOT_RECORDED, after: reroute.fromMode ?? NOT_RECORDED },
          { what: 'Expected on', before: shipment.eta ?? NOT_RECORDED, after: reroute.fromEta ?? NOT_RECORDED },
        ],
        guards: [
          { fact: 'reroute', value: reroute.state },
          { fact: 'shipment', value: `${shipment.state} at ${reroute.locatedAt}` },
        ],
        facts: [
          {
            fact: 'Extra cost that was agreed, which the carrier may still ask for',
            value: spoken(reroute.extra),
            as_of: reroute.madeAt.toISOString(),
          },
        ],
        flags: [],
        undo: 'reroute_shipment reroutes it again, at the price and with the days of then',
      },
    });
  },
  async readBack(result, { tx }) {
    const { reroute_id: id, shipment_id: shipmentId } = ReroutedResult.parse(result);
    return rerouteFields(id, shipmentId, await readReroute(tx, id));
  },
});
