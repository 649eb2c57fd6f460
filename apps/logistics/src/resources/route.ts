import { dayOf, ok, refuse, toWire, untrusted } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { unknownRoute } from '../domain/refusals.ts';
import { readLegs, readRoute, routeIds, underWay } from '../store/routes.ts';

export const routeResource: ResourceTemplate = {
  name: 'route',
  title: 'A route',
  description:
    'One route of a carrier, leg by leg: how long it takes, what a kilogram costs, whether it is offered now, and how many shipments are under way on it.',
  uriTemplate: 'logistics://route/{id}',
  watchable: true,
  scopes: ['logistics:read'],
  async read(id, { tx, clock }) {
    const at = clock();
    const [route, legs, shipments] = await Promise.all([
      readRoute(tx, id),
      readLegs(tx, id),
      underWay(tx, id, dayOf(at)),
    ]);
    if (route === undefined) return refuse(unknownRoute(await routeIds(tx)));
    const { currency } = route.costPerKg;
    return ok({
      route: route.id,
      carrier: { id: route.carrierId, name: untrusted('carrier', route.carrierName, 200) },
      ...{ origin: route.origin, destination: route.destination, mode: route.mode, state: route.state },
      ...{ transit_days: route.transitDays, cost_per_kg: toWire(route.costPerKg) },
      legs: legs.map((leg) => ({
        ...{ leg: leg.leg, origin: leg.origin, destination: leg.destination, mode: leg.mode },
        ...{ transit_days: leg.transitDays, cost_per_kg: toWire({ minor: leg.costPerKgMinor, currency }) },
      })),
      shipments_under_way: shipments.total,
      shipments_late: shipments.late,
      as_of: at.toISOString(),
    });
  },
};
