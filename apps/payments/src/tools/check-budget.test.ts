import { answerOf, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { approved, capsWith, dispatch, SPENDING, spending } from '../spending-stage.fixture.ts';
import { COST_CENTRE, PAYEE, proposed } from '../store/spending.fixture.ts';

const database = await testDatabase();
const stage = await openStage(
  database,
  SPENDING,
  spending({
    spendingCaps: capsWith({
      'tenant day': 2_000_00,
      'requester day': 1_500_00,
      'payee day': 1_000_00,
      'tenant transaction': 1_800_00,
    }),
  }),
);
const { tenant } = stage.principal('felix');
const [spent = ''] = await proposed(database, tenant, { amountMinor: 300_00 });
await dispatch(stage, 'release_payment', await approved(stage, 'release_payment', { payment: spent }));

interface Line {
  readonly dimension: string;
  readonly holder: string;
  readonly span: string;
  readonly cap: { readonly amount: string } | null;
  readonly left: { readonly amount: string } | null;
}
interface Budget {
  readonly budget: readonly Line[];
  readonly asked: { readonly fits: boolean; readonly reason: string | null; readonly room_at: string | null } | null;
  readonly words: string;
}

async function budget(person: string, input: Readonly<Record<string, unknown>> = {}): Promise<Budget> {
  return (await answerOf(stage, person, 'check_budget', input)) as unknown as Budget;
}
const dimensionsOf = ({ budget: lines }: Budget): readonly string[] => [
  ...new Set(lines.map(({ dimension }) => dimension)),
];

test('finance sees what is left in every dimension that it names', async () => {
  const answer = await budget('felix', { payee: PAYEE, cost_centre: COST_CENTRE });
  expect(dimensionsOf(answer)).toEqual(['tenant', 'requester', 'agent', 'payee', 'cost_centre']);
  expect(answer.budget).toContainEqual({
    ...{ dimension: 'payee', holder: PAYEE, span: 'day', cap: { amount: '1000.00', currency: 'EUR' } },
    ...{ spent: { amount: '300.00', currency: 'EUR' }, left: { amount: '700.00', currency: 'EUR' } },
  });
  expect(answer.words).toBe('Least is left in a day to this payee: 700.00 EUR.');
  expect(dimensionsOf(await budget('felix'))).toEqual(['tenant', 'requester', 'agent']);
});

test('anybody else sees their own, whatever they name, and no number of another’s', async () => {
  const answer = await budget('mara', { payee: PAYEE, cost_centre: COST_CENTRE });
  expect(dimensionsOf(answer)).toEqual(['requester']);
  expect(answer.budget.map(({ holder }) => holder)).toEqual(['mara', 'mara', 'mara']);
  expect(answer.words).toContain('are for finance to see');
  expect(JSON.stringify(answer)).not.toMatch(/1000\.00|2000\.00|1800\.00|700\.00|300\.00/);
});

test('the database itself shows the caps of others to nobody but finance', async () => {
  const lines = await stage.runtime.door.read(tenant, (tx) =>
    tx.query<{ dimension: string }>(
      { name: '', text: "select dimension from policy.budget_of('mara', null, $1, $2, 'EUR')" },
      [...[PAYEE, COST_CENTRE]],
    ),
  );
  expect(new Set(lines.map(({ dimension }) => dimension))).toEqual(new Set(['requester']));
});

test('a made-up amount is compared with what is shown, so that guessing tells nobody what others’ caps are', async () => {
  expect((await budget('mara', { amount: '1500.00' })).asked).toMatchObject({ fits: true });
  expect((await budget('mara', { amount: '1500.01' })).asked).toMatchObject({
    ...{ fits: false, reason: 'it is more than is left in a day by the person who asks' },
  });
  expect((await budget('felix', { amount: '700.01', payee: PAYEE })).asked).toMatchObject({
    ...{ fits: false, reason: 'it is more than is left in a day to this payee' },
  });
});

test('whether a payment on record would fit is said to everybody, and whose cap is in the way to finance alone', async () => {
  const [small = '', large = ''] = [
    ...(await proposed(database, tenant, { amountMinor: 100_00 })),
    ...(await proposed(database, tenant, { amountMinor: 800_00 })),
  ];
  for (const person of ['felix', 'mara']) {
    const answer = await budget(person, { payment: small });
    expect(answer.asked).toMatchObject({ fits: true, reason: null, room_at: null });
    expect(answer.words).toMatch(/^100\.00 EUR would fit\./);
  }
  const shown = await budget('felix', { payment: large });
  expect(shown.asked?.reason).toMatch(
    /^the cap for a day to this payee is used up: there is room for this amount from /,
  );
  const hidden = await budget('mara', { payment: large });
  expect(hidden.asked).toMatchObject({ fits: false, room_at: shown.asked?.room_at });
  expect(hidden.asked?.reason).toMatch(/^a cap that finance sees is in the way: there is room from /);
  expect(dimensionsOf(hidden)).toEqual(['requester']);
});

test('in a currency without caps it says that nothing leaves', async () => {
  const answer = await budget('felix', { currency: 'USD', amount: '1.00' });
  expect(answer.words).toContain('No cap is set in a single payment of the company, so nothing leaves.');
  expect(answer.asked).toMatchObject({ fits: false });
  expect(answer.budget.every(({ cap, left }) => cap === null && left === null)).toBe(true);
});

test.each<readonly [string, Readonly<Record<string, unknown>>, string, string]>([
  ['a payment that is none', { payment: 'PAY-NONE' }, 'payment', 'unknown_payment'],
  ['a payment and an amount', { payment: spent, amount: '1.00' }, 'payment', 'amount_or_payment'],
  ['a payee that is none', { payee: 'SUP-NONE' }, 'payee', 'unknown_payee'],
  ['nothing as an amount', { amount: '0' }, 'amount', 'not_an_amount'],
  ['half a cent', { amount: '0.005' }, 'amount', 'not_an_amount'],
])('refuses %s and names the field', async (_what, input, field, code) => {
  expect(await stage.call('felix', 'check_budget', input)).toMatchObject({ kind: 'refused', refusal: { field, code } });
});
