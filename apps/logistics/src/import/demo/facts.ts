import type { RouteState } from '../../domain/reroute.ts';
import type { EventKind, Flow, Mode, ShipmentState } from '../../domain/shipment.ts';

/** What a company's transport system knows. The demo's is made: the same for the same day. */
export interface DemoFacts {
  readonly carriers: readonly { readonly id: string; readonly name: string }[];
  readonly regions: readonly { readonly id: string; readonly name: string }[];
  readonly routes: readonly DemoRoute[];
  readonly drivers: readonly {
    readonly id: string;
    readonly name: string;
    readonly region: string;
    readonly active: boolean;
  }[];
  readonly shipments: readonly DemoShipment[];
}

export interface DemoRoute {
  readonly id: string;
  readonly carrier: string;
  readonly origin: string;
  readonly destination: string;
  readonly mode: Mode;
  readonly state: RouteState;
  readonly legs: readonly DemoLeg[];
}

export interface DemoLeg {
  readonly origin: string;
  readonly destination: string;
  readonly mode: Mode;
  readonly days: number;
  readonly perKgMinor: number;
}

/** Days are ISO dates. Null where nobody recorded it. */
export interface DemoShipment {
  readonly id: string;
  readonly flow: Flow;
  readonly customer: string | null;
  readonly supplier: { readonly id: string; readonly name: string } | null;
  readonly route: DemoRoute;
  readonly locatedAt: string | null;
  readonly country: string;
  readonly incoterm: string | null;
  readonly weightG: number | null;
  readonly weightSaid: string | null;
  readonly freightMinor: number | null;
  readonly freightSaid: string | null;
  readonly promised: string | null;
  readonly eta: string | null;
  readonly shipped: string | null;
  readonly delivered: string | null;
  readonly inFull: boolean | null;
  readonly state: ShipmentState;
  readonly lines: readonly DemoLine[];
  readonly events: readonly DemoEvent[];
  readonly driver: string | null;
}

export interface DemoLine {
  readonly order: string;
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  readonly valueMinor: number;
}

export interface DemoEvent {
  readonly kind: EventKind;
  readonly place: string;
  readonly on: string;
  readonly note: string | null;
}
