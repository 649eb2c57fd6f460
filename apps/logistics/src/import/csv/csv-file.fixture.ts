import { CSV_TABLES } from './tables/all.ts';

/** One valid line of each table, in the order in which they can be imported; each refers to those before it. */
export const LINES = {
  carriers: { id: 'CAR-BLUE', name: 'Blue Anchor Shipping' },
  regions: { id: 'NORTH', name: 'Hamburg and the north' },
  routes: {
    ...{
      route: 'RT-1',
      carrier: 'CAR-BLUE',
      origin: 'BRSSZ',
      destination: 'DEHAM',
      mode: 'sea',
      currency: 'EUR',
      state: '',
    },
  },
  route_legs: {
    ...{
      route: 'RT-1',
      leg: '1',
      origin: 'BRSSZ',
      destination: 'DEHAM',
      mode: 'sea',
      transit_days: '24',
      cost_per_kg_minor: '25',
    },
  },
  drivers: { driver: 'DRV-01', name: 'Anneke Visser', region: 'NORTH', active: 'true' },
  shipments: {
    ...{
      shipment: 'ASN-1',
      flow: 'inbound',
      state: 'in_transit',
      customer: '',
      supplier: 'SUP-1',
      supplier_name: 'Finca',
    },
    ...{
      carrier: 'CAR-BLUE',
      route: 'RT-1',
      mode: 'sea',
      origin: 'BRSSZ',
      destination: 'DEHAM',
      located_at: '',
      country: 'DE',
    },
    ...{ incoterm: 'FCA', weight_g: '132000', weight_note: '', promised_on: '2026-01-10', eta_on: '2026-01-14' },
    ...{ shipped_on: '2025-12-20', delivered_on: '', in_full: '' },
  },
  shipment_lines: {
    ...{
      shipment: 'ASN-1',
      line: '1',
      order: 'PO-7',
      sku: 'COF-1KG',
      description: 'Coffee',
      quantity: '120',
      unit: 'EA',
    },
    ...{ currency: 'EUR', value: '2280.00' },
  },
  shipment_freight: { shipment: 'ASN-1', currency: 'EUR', freight: '36.96', note: '' },
  shipment_events: {
    ...{
      event: 'EV-1',
      shipment: 'ASN-1',
      kind: 'customs_hold',
      place: 'NLRTM',
      occurred_at: '2026-01-08T09:00:00Z',
      note: 'held',
    },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What tests import CSV files into. */
export const LOGISTICS_CSV = { server: 'logistics', csvTables: CSV_TABLES, lines: LINES };
