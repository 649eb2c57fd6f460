import type { Money } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import type { Alternative } from '../domain/delay.ts';
import type { Flow, Mode, ShipmentState } from '../domain/shipment.ts';
import { ALTERNATIVE_COLUMNS, alternativeOf, HERE, JOIN_ALTERNATIVE, type AlternativeRow } from './alternatives.ts';
import { CARGO_COLUMNS, cargoOf, JOIN_CARGO, JOIN_WHY, WHY_COLUMNS, whyOf } from './cargo.ts';
import type { Cargo, CargoRow, Why, WhyRow } from './cargo.ts';

/** A shipment as the transport system knows it. What is null was not recorded. Days are ISO dates. */
export interface Shipment {
  readonly id: string;
  readonly flow: Flow;
  readonly state: ShipmentState;
  readonly customerId: string | null;
  readonly supplier: { readonly id: string; readonly name: string } | null;
  readonly carrier: { readonly id: string; readonly name: string } | null;
  readonly routeId: string | null;
  readonly mode: Mode | null;
  readonly origin: string | null;
  readonly destination: string | null;
  /** Where it goes on from: where it was last seen, or its origin before it left. */
  readonly locatedAt: string | null;
  readonly country: string | null;
  readonly incoterm: string | null;
  readonly weightGrams: bigint | null;
  /** What the source said in the place of a weight. */
  readonly weightSaid: string | null;
  readonly promised: string | null;
  readonly eta: string | null;
  readonly shipped: string | null;
  readonly delivered: string | null;
  readonly inFull: boolean | null;
  readonly freight: Money | null;
  /** What the source said in the place of an amount. */
  readonly freightSaid: string | null;
  readonly driver: { readonly id: string; readonly name: string; readonly regionId: string } | null;
  readonly cargo: Cargo;
  readonly why: Why | null;
  readonly alternative: Alternative | null;
}

export interface ShipmentRow extends CargoRow, WhyRow, AlternativeRow {
  readonly id: string;
  readonly flow: Flow;
  readonly state: ShipmentState;
  readonly customer_id: string | null;
  readonly supplier_id: string | null;
  readonly supplier_name: string | null;
  readonly carrier_id: string | null;
  readonly carrier_name: string | null;
  readonly route_id: string | null;
  readonly mode: Mode | null;
  readonly origin: string | null;
  readonly destination: string | null;
  readonly here: string | null;
  readonly country: string | null;
  readonly incoterm: string | null;
  readonly weight_g: string | null;
  readonly weight_said: string | null;
  readonly promised_on: string | null;
  readonly eta_on: string | null;
  readonly shipped_on: string | null;
  readonly delivered_on: string | null;
  readonly in_full: boolean | null;
  readonly freight_minor: string | null;
  readonly freight_currency: string | null;
  readonly freight_said: string | null;
  readonly driver_id: string | null;
  readonly driver_name: string | null;
  readonly driver_region: string | null;
}

const day = (column: string): string => `to_char(s.${column}, 'YYYY-MM-DD') as ${column}`;

/** All that `shipmentOf` reads of a shipment `s`, and the joins that it takes. */
export const SHIPMENT_COLUMNS = `s.id, s.flow, s.state, s.customer_id, s.supplier_id, s.supplier_name, s.carrier_id, c.name as carrier_name,
  s.route_id, s.mode, s.origin, s.destination, ${HERE} as here, s.country, s.incoterm, s.weight_g, s.weight_said,
  ${['promised_on', 'eta_on', 'shipped_on', 'delivered_on'].map(day).join(', ')}, s.in_full,
  f.freight_minor, f.currency as freight_currency, f.freight_said,
  d.id as driver_id, d.name as driver_name, d.region_id as driver_region, ${CARGO_COLUMNS}, ${WHY_COLUMNS}, ${ALTERNATIVE_COLUMNS}`;

export const SHIPMENT_JOINS = `left join logistics.carrier c on c.tenant_id = app.tenant() and c.id = s.carrier_id
  left join logistics.freight f on f.tenant_id = app.tenant() and f.shipment_id = s.id
  left join logistics.assignment a on a.tenant_id = app.tenant() and a.shipment_id = s.id and a.ended_at is null
  left join logistics.driver d on d.tenant_id = app.tenant() and d.id = a.driver_id
  ${JOIN_CARGO} ${JOIN_WHY} ${JOIN_ALTERNATIVE}`;

const ONE = {
  name: 'logistics_shipment',
  text: `select ${SHIPMENT_COLUMNS} from logistics.shipment s ${SHIPMENT_JOINS} where s.tenant_id = app.tenant() and s.id = $1`,
} as const;

function named(id: string | null, name: string | null): { readonly id: string; readonly name: string } | null {
  return id === null ? null : { id, name: name ?? id };
}

export function shipmentOf(row: ShipmentRow): Shipment {
  const { freight_minor: minor, freight_currency: currency } = row;
  const driver = named(row.driver_id, row.driver_name);
  return {
    ...{ id: row.id, flow: row.flow, state: row.state, customerId: row.customer_id },
    supplier: named(row.supplier_id, row.supplier_name),
    carrier: named(row.carrier_id, row.carrier_name),
    ...{ routeId: row.route_id, mode: row.mode, origin: row.origin, destination: row.destination },
    ...{ locatedAt: row.here, country: row.country, incoterm: row.incoterm },
    weightGrams: row.weight_g === null ? null : BigInt(row.weight_g),
    weightSaid: row.weight_said,
    ...{ promised: row.promised_on, eta: row.eta_on, shipped: row.shipped_on, delivered: row.delivered_on },
    inFull: row.in_full,
    freight: minor === null || currency === null ? null : { minor: BigInt(minor), currency },
    freightSaid: row.freight_said,
    driver: driver === null ? null : { ...driver, regionId: row.driver_region ?? '' },
    ...{ cargo: cargoOf(row), why: whyOf(row), alternative: alternativeOf(row) },
  };
}

export async function readShipment(tx: TenantTx, id: string): Promise<Shipment | undefined> {
  const [row] = await tx.query<ShipmentRow>(ONE, [id]);
  return row === undefined ? undefined : shipmentOf(row);
}
