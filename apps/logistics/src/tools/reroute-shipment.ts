import type { Proposal } from '@supercargo/approval';
import { counted, dayOf, decimal, ok, refuse, sayName, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { RouteArgument, ShipmentArgument } from '../answers/arguments.ts';
import { rerouteFields } from '../answers/reroute-fields.ts';
import { daysLateExpected } from '../domain/delay.ts';
import { rerouteRefusal, UNKNOWN_SHIPMENT, unknownRoute } from '../domain/refusals.ts';
import { decideReroute } from '../domain/reroute.ts';
import { readReroute, ReroutedResult } from '../store/reroutes.ts';
import { readRoute, routeIds, type Route } from '../store/routes.ts';
import { readShipment, type Shipment } from '../store/shipments.ts';

const NOT_RECORDED = 'not recorded';

/** What an approver wants to know beside the new way; it may move on without stopping it. */
function factsOf(shipment: Shipment, route: Route, now: Date): Proposal['card']['facts'] {
  const { cargo } = shipment;
  const late = daysLateExpected(shipment, dayOf(now));
  const more =
    cargo.ordersTotal > cargo.orders.length ? ` and ${(cargo.ordersTotal - cargo.orders.length).toString()} more` : '';
  const facts: readonly (readonly [string, string])[] = [
    [
      'Orders that wait for it',
      cargo.orders.length === 0 ? NOT_RECORDED : `${cargo.orders.join(', ').slice(0, 250)}${more}`,
    ],
    ['Worth', cargo.value.length === 0 ? NOT_RECORDED : cargo.value.map(spoken).join(', ')],
    ['Promised', shipment.promised ?? NOT_RECORDED],
    ['Late as it stands', late === null ? NOT_RECORDED : counted(late, 'day')],
    ['Transit by the new route', `${counted(route.transitDays, 'day')} by ${route.mode}`],
  ];
  return facts.map(([fact, value]) => ({ fact, value, as_of: now.toISOString() }));
}

export const rerouteShipment = defineWriteTool({
  name: 'reroute_shipment',
  title: 'Reroute a shipment',
  description:
    'Asks to send a shipment on by another route, and so perhaps another carrier, from where it is to where it goes. Nothing is rerouted by this call: it plans, shows a person the new expected day, the extra cost and the orders that wait, and reroutes exactly so once they approve.',
  scopes: ['logistics:reroute'],
  input: z.strictObject({
    shipment: ShipmentArgument,
    route: RouteArgument.describe('The id of the route to go on by, as compare_carriers or a next_step answers it.'),
  }),
  reversibility: {
    kind: 'compensable',
    by: 'cancel_reroute',
    until: 'the goods leave the place where they are rerouted',
  },
  execute: 'logistics.reroute_shipment',
  async plan({ shipment: id, route: routeId }, { tx, clock, newId }) {
    const [shipment, route] = await Promise.all([readShipment(tx, id), readRoute(tx, routeId)]);
    if (shipment === undefined) return refuse(UNKNOWN_SHIPMENT);
    const { state, locatedAt, destination } = shipment;
    const lane = { origin: locatedAt, destination, without: shipment.routeId };
    if (route === undefined) return refuse(unknownRoute(await routeIds(tx, lane)));
    const now = clock();
    const decided = decideReroute(shipment, route, dayOf(now));
    if (!decided.ok) {
      return refuse(
        rerouteRefusal(decided.refusal, { state, locatedAt, destination, routes: await routeIds(tx, lane) }),
      );
    }
    const { extra, eta } = decided.value;
    const [before, after] = [
      shipment.carrier === null ? NOT_RECORDED : sayName(shipment.carrier.name),
      sayName(route.carrierName),
    ];
    const { costPerKg, transitDays } = route;
    return ok({
      effect: { reroute_id: newId(), shipment_id: id, route_id: route.id },
      guards: {
        ...{ shipment_state: state, located_at: locatedAt ?? 'none', destination: destination ?? 'none' },
        ...{ current_route: shipment.routeId ?? 'none', current_carrier: shipment.carrier?.id ?? 'none' },
        ...{ carrier: route.carrierId, route_state: route.state, transit_days: transitDays.toString() },
        ...{ cost_per_kg_minor: costPerKg.minor.toString(), currency: costPerKg.currency },
        weight_g: (shipment.weightGrams ?? 0n).toString(),
      },
      amount: extra,
      units: null,
      card: {
        sentence: `Send shipment ${id} on from ${route.origin} to ${route.destination} by ${after}, route ${route.id}, for ${spoken(extra)} more.`,
        changes: [
          { what: 'Carrier', before, after },
          { what: 'Route', before: shipment.routeId ?? NOT_RECORDED, after: route.id },
          { what: 'Expected on', before: shipment.eta ?? NOT_RECORDED, after: `${eta} if rerouted today` },
        ],
        guards: [
          { fact: 'state', value: state },
          { fact: 'place', value: `${route.origin}, to ${route.destination}` },
          { fact: 'price', value: `${decimal(costPerKg)} ${costPerKg.currency} a kilogram` },
          { fact: 'weight', value: `${(Number(shipment.weightGrams) / 1_000).toLocaleString('en')} kg` },
        ],
        facts: factsOf(shipment, route, now),
        flags: shipment.eta !== null && eta > shipment.eta ? ['it would arrive later than it is expected now'] : [],
        undo: 'cancel_reroute restores the route of before until the goods leave the place where they are',
      },
    });
  },
  async readBack(result, { tx }) {
    const { reroute_id: id, shipment_id: shipmentId } = ReroutedResult.parse(result);
    return rerouteFields(id, shipmentId, await readReroute(tx, id));
  },
});
