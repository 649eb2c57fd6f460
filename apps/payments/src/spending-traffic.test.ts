import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { approved, dispatch, executionOf, settled, SPENDING, spending } from './spending-stage.fixture.ts';
import { customerPayment, proposed, takenAndCounted } from './store/spending.fixture.ts';

// Releases and refunds that leave, settle and fail at once: nobody waits for somebody who waits for them, and the sums stay true.
const database = await testDatabase();
const stage = await openStage(database, SPENDING, spending());
const { tenant } = stage.principal('felix');

type Tool = 'release_payment' | 'issue_refund';

async function asked(count: number): Promise<readonly (readonly [Tool, string])[]> {
  const bills = [
    await customerPayment(database, tenant, { amountMinor: 1_000_00 }),
    await customerPayment(database, tenant, { amountMinor: 1_000_00 }),
  ];
  const requests: (readonly [Tool, string])[] = [];
  for (const [index, payment] of (await proposed(database, tenant, { count })).entries()) {
    requests.push(['release_payment', await approved(stage, 'release_payment', { payment })]);
    const bill = { customer_payment: bills[index % 2], amount: '7.00', idempotency_key: stage.runtime.newId() };
    requests.push(['issue_refund', await approved(stage, 'issue_refund', bill)]);
  }
  return requests;
}

const leave = (requests: readonly (readonly [Tool, string])[]) =>
  Promise.all(requests.map(([tool, id]) => dispatch(stage, tool, id)));

test('forty that leave while forty settle all come to an end, and what is counted is what was taken', async () => {
  const first = await asked(20);
  for (const answer of await leave(first)) expect(answer).toMatchObject({ state: 'executing', refusal: null });
  const second = await asked(20);
  const [settlements, departures] = await Promise.all([
    Promise.all(
      first.map(async ([tool, id], index) => {
        const outcome = index % 4 < 2 ? ('executed' as const) : ('failed' as const);
        return settled(stage, tool === 'release_payment' ? 'release' : 'refund', await executionOf(stage, id), outcome);
      }),
    ),
    leave(second),
  ]);
  expect(settlements.map(({ state }) => state).filter((state) => state === 'executed')).toHaveLength(20);
  expect(settlements.map(({ state }) => state).filter((state) => state === 'failed')).toHaveLength(20);
  for (const answer of departures) expect(answer).toMatchObject({ state: 'executing', refusal: null });
  const { taken, counted } = await takenAndCounted(stage);
  // Of the first forty half came back: ten releases of 50.00 and ten refunds of 7.00 of each half.
  expect(taken).toBe(30 * 50_00 + 30 * 7_00);
  for (const minor of Object.values(counted)) expect(minor).toBe(taken);
  expect(Object.keys(counted).sort()).toEqual(['agent', 'cost_centre', 'payee', 'requester', 'tenant']);
});
