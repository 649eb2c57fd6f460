import { planContract, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { carrierIds, isCustomer, readCarrier } from './partners.ts';
import { readPolicy } from './policy-rules.ts';
import { readReturns } from './return-list.ts';
import { readReturn, readReturnOfLabel, readStanding } from './returns.ts';
import { recordDelivered } from './sold.ts';

const database = await testDatabase();
const login = 'supercargo_returns';
const planOf = await plannerOf(database, login);
const id = '00000000-0000-4000-8000-000000000000';
const filter = { states: ['requested'], customerId: null, reason: null, before: null, over: null } as const;

const sent = await statementsOf(
  database.door(login),
  async (tx) => {
    await Promise.all([
      readReturn(tx, 'x'),
      readReturnOfLabel(tx, id),
      readStanding(tx, 'x'),
      readReturns(tx, filter, { after: null, limit: 1 }),
      readPolicy(tx, 1),
      isCustomer(tx, 'x'),
      readCarrier(tx, 'x'),
      carrierIds(tx),
    ]);
    // No event was taken here.
    await recordDelivered(tx, id).catch(() => undefined);
  },
  'write',
);

planContract({
  ...{ server: 'returns', folder: import.meta.dirname, moreThan: 7, sent, planOf },
  functions: ['returns_standing', 'returns_record_delivered'],
});
