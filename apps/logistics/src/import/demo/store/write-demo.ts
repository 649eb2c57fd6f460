import { uuidOf } from '@supercargo/imports';
import type { TenantTx } from '@supercargo/tenancy';
import type { DemoFacts, DemoShipment } from '../facts.ts';
import * as statements from './statements.ts';

/** Waits until no other process loads this company, for as long as the transaction lasts. */
export async function lockDemo(tx: TenantTx): Promise<void> {
  await tx.query(statements.LOCK, [tx.tenant]);
}

export async function hasShipment(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ found: boolean }>(statements.HAS_SHIPMENT, [id]);
  return row?.found === true;
}

/** Loads a demo company's facts. What is there already stays as it is. */
export async function writeDemo(tx: TenantTx, facts: DemoFacts, currency: string): Promise<void> {
  const { routes, shipments } = facts;
  await tx.query(statements.CARRIERS, [JSON.stringify(facts.carriers)]);
  await tx.query(statements.REGIONS, [JSON.stringify(facts.regions)]);
  await tx.query(statements.ROUTES, [JSON.stringify(routes), currency]);
  const legs = routes.flatMap(({ id, legs: all }) => all.map((leg, at) => ({ route: id, nr: at + 1, ...leg })));
  await tx.query(statements.LEGS, [JSON.stringify(legs)]);
  await tx.query(statements.DRIVERS, [JSON.stringify(facts.drivers)]);
  await tx.query(statements.SHIPMENTS, [JSON.stringify(shipments.map(flat))]);
  await tx.query(statements.FREIGHT, [JSON.stringify(shipments.map(flat)), currency]);
  const lines = shipments.flatMap(({ id, lines: all }) =>
    all.map((line, at) => ({ shipment: id, nr: at + 1, ...line })),
  );
  await tx.query(statements.LINES, [JSON.stringify(lines), currency]);
  const events = shipments.flatMap(({ id, events: all }) =>
    all.map((event, at) => ({ id: uuidOf(`${tx.tenant}|shipment_event|${id}|${at}`), shipment: id, ...event })),
  );
  await tx.query(statements.EVENTS, [JSON.stringify(events)]);
  const assigned = shipments.flatMap(({ id, driver }) =>
    driver === null ? [] : [{ id: uuidOf(`${tx.tenant}|assignment|${id}`), shipment: id, driver }],
  );
  await tx.query(statements.ASSIGNMENTS, [JSON.stringify(assigned)]);
}

/** A shipment without its parts, by the names of the columns. */
function flat({ route, supplier, ...shipment }: DemoShipment): Readonly<Record<string, unknown>> {
  return {
    ...{ id: shipment.id, flow: shipment.flow, customer_id: shipment.customer },
    ...{ supplier_id: supplier?.id ?? null, supplier_name: supplier?.name ?? null },
    ...{ carrier_id: route.carrier, route_id: route.id, mode: route.mode },
    ...{ origin: route.origin, destination: route.destination, located_at: shipment.locatedAt },
    ...{ country: shipment.country, incoterm: shipment.incoterm },
    ...{ weight_g: shipment.weightG, weight_said: shipment.weightSaid },
    ...{ promised_on: shipment.promised, eta_on: shipment.eta, shipped_on: shipment.shipped },
    ...{ delivered_on: shipment.delivered, in_full: shipment.inFull, state: shipment.state },
    ...{ freight_minor: shipment.freightMinor, freight_said: shipment.freightSaid },
  };
}
