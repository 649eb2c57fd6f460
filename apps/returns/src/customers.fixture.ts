import { customerFacing } from '@supercargo/mcp-kit';
import type { CustomerFacts } from '@supercargo/testing';
import { RETURNS } from './returns.fixture.ts';
import { newSale, OWN_RETURNS_WRITES } from './store/writes.fixture.ts';

/** What Returns offers to customers, as the contracts need to know it. */
export const OWN_RETURNS: CustomerFacts = {
  definition: customerFacing(RETURNS.definition),
  login: 'supercargo_returns_customer',
  load: RETURNS.load,
  source: RETURNS.source,
  mayAskAll: 'everybody',
  customer: 'CUS-CARLA',
  other: 'CUS-CARLOS',
  good: {
    my_returns: async () => ({ states: ['requested'], order: 'SO-1003', limit: 5 }),
    request_return: async (stage) => ({
      ...{ order: await newSale(stage), lines: [{ sku: 'TEA-ASM', quantity: 2 }] },
      ...{ reason: 'damaged', words: 'Two tins are dented.' },
    }),
  },
  writes: OWN_RETURNS_WRITES,
  staff: { definition: RETURNS.definition, login: RETURNS.login, load: RETURNS.load, scope: 'returns:read' },
  rows: { table: 'returns.rma', id: 'id' },
  list: { tool: 'my_returns', key: 'returns', id: 'rma_id' },
  one: undefined,
  resource: 'returns://rma/RMA-3001',
};
