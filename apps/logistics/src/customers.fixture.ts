import { customerFacing } from '@supercargo/mcp-kit';
import type { CustomerFacts } from '@supercargo/testing';
import { LOGISTICS } from './logistics.fixture.ts';

/** What Logistics offers to customers, as the contracts need to know it. */
export const OWN_SHIPMENTS: CustomerFacts = {
  definition: customerFacing(LOGISTICS.definition),
  login: 'supercargo_logistics_customer',
  load: LOGISTICS.load,
  source: LOGISTICS.source,
  mayAskAll: 'everybody',
  customer: 'CUS-CARLA',
  other: 'CUS-CARLOS',
  good: { track_my_shipment: async () => ({ shipment: 'SHP-2006' }) },
  writes: {},
  staff: { definition: LOGISTICS.definition, login: LOGISTICS.login, load: LOGISTICS.load, scope: 'logistics:read' },
  rows: { table: 'logistics.shipment', id: 'id' },
  list: undefined,
  one: { tool: 'track_my_shipment', argument: 'shipment', none: 'SHP-0000' },
  resource: 'logistics://shipment/SHP-2001',
};
