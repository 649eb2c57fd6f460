import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { SPENDING_DIMENSIONS } from '../seed/spending-caps.ts';
import { caps, publishCaps, reserve, type Session } from './spending.fixture.ts';

// Fifty at once, each on a connection of its own, where there is room for ten. A hundred releases do so where Payments is tested.
const CALLERS = 50;
const ROOM = 10;
const AMOUNT = 50_00;
const database = await testDatabase();
const session = await database.adminClient();
const crowd: Session[] = [];
for (let index = 0; index < CALLERS; index += 1) crowd.push(await database.adminClient());

const CASES = SPENDING_DIMENSIONS.flatMap((dimension) => [
  { dimension, span: 'day' as const },
  { dimension, span: 'week' as const },
]);

test.each(CASES)('with room for 10 in a $span of a $dimension, exactly 10 of 50 spend', async ({ dimension, span }) => {
  const tenant = `crowd-${dimension.replace('_', '-')}-${span}`;
  await publishCaps(session, tenant, caps({ [`${dimension} ${span}`]: ROOM * AMOUNT }));
  const answers = await Promise.all(
    crowd.map((client, index) => {
      // Everybody differs in everything but the dimension that is full.
      const own = (name: string, of: string): string => (of === dimension ? name : `${name}-${index}`);
      return reserve(client, tenant, {
        ...{ amount: AMOUNT, requester: own('felix', 'requester'), agent: own('desk', 'agent') },
        ...{ payee: own('SUP', 'payee'), costCentre: own('CC', 'cost_centre') },
      });
    }),
  );
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(ROOM);
  for (const refused of answers.filter((answer) => answer !== undefined)) {
    expect(refused).toMatchObject({ refusal: 'used_up', dimension, span });
  }
  expect(
    await database.admin(
      'select sum(spent)::int as spent from policy.spent_hour where tenant_id = $1 and dimension = $2',
      [tenant, dimension],
    ),
  ).toEqual([{ spent: ROOM * AMOUNT }]);
});
