import { openStage, requestIdOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { capsWith, SPENDING, spending } from '../spending-stage.fixture.ts';
import { pastTriggers, proposed, type Proposed } from '../store/spending.fixture.ts';
import { releasePayment } from './release-payment.ts';

const database = await testDatabase();
// As the company is founded: two people of finance, whatever the amount.
const RULE = { server: 'payments', tool: 'release_payment', over_minor: -1, currency: 'EUR', tier: 'person' as const };
const stage = await openStage(
  database,
  SPENDING,
  spending({
    rules: [{ ...RULE, quorum: 2, need_role: 'finance' }],
    spendingCaps: capsWith({ 'tenant transaction': 100_000_00, 'payee day': 150_000_00 }),
  }),
);
const { tenant } = stage.principal('felix');

async function one(said: Proposed = {}): Promise<string> {
  const [payment = ''] = await proposed(database, tenant, {
    payee: `SUP-${Math.random().toString(36).slice(2)}`,
    ...said,
  });
  return payment;
}

test('plans: nothing leaves by the call, and the card says what would, to whom and what is left of the budget', async () => {
  const payment = await one({ amountMinor: 4_200_00 });
  expect(await stage.call('felix', 'release_payment', { payment })).toMatchObject({
    kind: 'answered',
    structured: {
      outcome: 'waiting',
      card: {
        sentence: expect.stringMatching(
          /^Pay 4,200\.00 EUR to Spending Partners GmbH \(SUP-\w+\), whose account ends in 3000, for invoice INV-[\dA-F-]+\.$/,
        ) as string,
        cost: { amount: '4200.00', currency: 'EUR' },
        changes: [
          { before: 'proposed', after: 'paid' },
          { before: 'proposed', after: 'paid' },
        ],
        facts: expect.arrayContaining([
          expect.objectContaining({ fact: 'Proposed by', value: 'mara' }),
          expect.objectContaining({ fact: 'Budget left in a day to this payee', value: '150,000.00 EUR' }),
        ]) as unknown,
        flags: ['first-time payee: it was never paid before'],
        why: 'policy asks for 2 other people, one of them from finance',
        undo: 'nothing calls back money that left; until it is released, cancel_payment takes the payment back',
      },
    },
  });
  expect(await database.admin('select state from payments.payment where id = $1', [payment])).toEqual([
    { state: 'proposed' },
  ]);
});

test('whoever decides is told that another payee has the same account', async () => {
  const payment = await one();
  await pastTriggers(database, tenant, [
    `insert into payments.payee (tenant_id, id, name, account) select x.tenant_id, 'SUP-TWIN', 'Twin', x.account from payments.payee x
     join payments.payment p on (p.tenant_id, p.payee_id) = (x.tenant_id, x.id) where p.id = $1`,
    [payment],
  ]);
  expect(await stage.call('felix', 'release_payment', { payment })).toMatchObject({
    structured: { card: { flags: ['another payee has the same account: SUP-TWIN', expect.any(String)] } },
  });
});

test('the account itself is in no answer and in no record', async () => {
  const payment = await one();
  const [{ account } = { account: '' }] = await database.admin<{ account: string }>(
    'select x.account from payments.payee x join payments.payment p on (p.tenant_id, p.payee_id) = (x.tenant_id, x.id) where p.id = $1',
    [payment],
  );
  expect(account).toMatch(/^DE.{16}3000$/);
  const answer = await stage.call('felix', 'release_payment', { payment });
  const id = requestIdOf(answer);
  const later = await stage.call('felix', 'get_payments_request', { request_id: id });
  const said = [answer, later].map((each) => JSON.stringify(each.kind === 'answered' ? each.structured : each));
  const records = await database.admin<{ record: string }>('select record from audit.entry where tenant_id = $1', [
    tenant,
  ]);
  expect(records.length).toBeGreaterThan(1);
  for (const text of [...said, ...records.map(({ record }) => record)]) {
    expect(text).not.toContain(account);
  }
});

test('a payment above the cap is refused whoever asks, and says which cap', async () => {
  const payment = await one({ amountMinor: 260_000_00 });
  for (const person of ['felix', 'fiona', 'freya']) {
    expect(await stage.call(person, 'release_payment', { payment })).toMatchObject({
      kind: 'refused',
      refusal: {
        ...{
          code: 'over_cap',
          field: 'payment',
          reason: 'the amount is above the cap for a single payment of the company',
        },
        accepted: 'an amount within the cap, whoever asks',
      },
    });
  }
});

test.each(['mara', 'wes', 'olga'])('%s, who may not release, is refused before anything is read', async (person) => {
  expect(await stage.call(person, 'release_payment', { payment: 'PAY-NONE' })).toMatchObject({
    ...{ kind: 'refused', refusal: { step: 'scopes' } },
  });
});

test.each<readonly [string, string, string]>([
  ['whose payee is not on the list', 'update payments.payee x set allowed = false', 'payee_not_payable'],
  [
    'whose account nobody verified',
    'update payments.payee x set verified_at = null, verified_by = null',
    'payee_not_payable',
  ],
  [
    'whose account changed yesterday',
    "update payments.payee x set changed_at = now() - interval '1 day'",
    'payee_not_payable',
  ],
])('a payment %s is refused, in words', async (_what, change, code) => {
  const payee = `SUP-${Math.random().toString(36).slice(2)}`;
  const payment = await one({ payee });
  await pastTriggers(database, tenant, [`${change} where tenant_id = $1 and id = $2`, [tenant, payee]]);
  const answer = await stage.call('felix', 'release_payment', { payment });
  expect(answer).toMatchObject({ kind: 'refused', refusal: { code, field: 'payment' } });
});

test('a payment of a held invoice is refused and names the hold', async () => {
  const payment = await one();
  await pastTriggers(database, tenant, [
    `insert into payments.hold (tenant_id, invoice_id, kind, why)
     select tenant_id, invoice_id, 'no_receipt', 'nothing was received' from payments.payment where tenant_id = $1 and id = $2`,
    [tenant, payment],
  ]);
  expect(await stage.call('felix', 'release_payment', { payment })).toMatchObject({
    refusal: { code: 'invoice_held', reason: 'the invoice is held: nothing was received' },
  });
});

test('parts of one payment are refused before anybody is asked', async () => {
  const payee = 'SUP-PARTS';
  const first = await one({ payee, amountMinor: 60_000_00 });
  await one({ payee, amountMinor: 60_000_00 });
  expect(await stage.call('felix', 'release_payment', { payment: first })).toMatchObject({
    refusal: { code: 'looks_split' },
  });
});

test('a payment in another currency than the policy’s is refused', async () => {
  expect(await stage.call('felix', 'release_payment', { payment: await one({ currency: 'USD' }) })).toMatchObject({
    ...{ kind: 'refused', refusal: { code: 'no_cap', accepted: 'nothing, until an administrator sets the cap' } },
  });
});

test('a payment that is none, or under way, is refused', async () => {
  expect(await stage.call('felix', 'release_payment', { payment: 'PAY-NONE' })).toMatchObject({
    refusal: { code: 'unknown_payment', field: 'payment' },
  });
  const payment = await one();
  await pastTriggers(database, tenant, [
    `update payments.payment set state = 'cancelled', cancelled_by = proposed_by, settled_at = now() where tenant_id = $1 and id = $2`,
    [tenant, payment],
  ]);
  expect(await stage.call('felix', 'release_payment', { payment })).toMatchObject({
    refusal: { code: 'not_releasable', reason: 'the payment was cancelled; propose the invoice again' },
  });
});

test('money that left is not called back: the tool says so', () => {
  expect(releasePayment.reversibility.kind).toBe('irreversible');
});
