import { customerFacing } from '@supercargo/mcp-kit';
import type { CustomerFacts } from '@supercargo/testing';
import { PAYMENTS } from './payments.fixture.ts';
import { paidByCarla } from './store/own/arrange.fixture.ts';

/** The demo's facts, in which carla is nobody's customer but acme's: here another company has one of her name. */
const loaded: CustomerFacts['load'] = async (database, tenant) => {
  await PAYMENTS.load(database, tenant);
  if (tenant !== 'acme') await paidByCarla(database, tenant);
};

/** What Payments offers to customers, as the contracts need to know it. */
export const OWN_PAYMENTS: CustomerFacts = {
  definition: customerFacing(PAYMENTS.definition),
  login: 'supercargo_payments_customer',
  load: loaded,
  source: PAYMENTS.source,
  mayAskAll: 'everybody',
  customer: 'CUS-CARLA',
  other: 'CUS-CARLOS',
  good: { my_payments: async () => ({ order: 'SO-1003', limit: 5 }) },
  writes: {},
  staff: { definition: PAYMENTS.definition, login: PAYMENTS.login, load: PAYMENTS.load, scope: 'payments:read' },
  rows: { table: 'payments.customer_payment', id: 'id' },
  list: { tool: 'my_payments', key: 'payments', id: 'payment_id' },
  one: undefined,
  resource: 'payments://order/SO-1003/status',
};
