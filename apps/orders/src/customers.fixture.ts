import { customerFacing } from '@supercargo/mcp-kit';
import type { CustomerFacts } from '@supercargo/testing';
import { ORDERS } from './orders.fixture.ts';

/** What Orders offers to customers, as the contracts need to know it. */
export const OWN_ORDERS: CustomerFacts = {
  definition: customerFacing(ORDERS.definition),
  login: 'supercargo_orders_customer',
  load: ORDERS.load,
  source: ORDERS.source,
  mayAskAll: 'everybody',
  customer: 'CUS-CARLA',
  other: 'CUS-CARLOS',
  good: {
    my_orders: async () => ({ states: ['placed', 'allocated', 'shipped', 'delivered'], limit: 5 }),
    my_order: async () => ({ order: 'SO-1005' }),
  },
  writes: {},
  staff: { definition: ORDERS.definition, login: ORDERS.login, load: ORDERS.load, scope: 'orders:read' },
  rows: { table: 'orders.sales_order', id: 'number' },
  list: { tool: 'my_orders', key: 'orders', id: 'order' },
  one: { tool: 'my_order', argument: 'order', none: 'SO-0000' },
  resource: 'orders://order/SO-1001',
};
