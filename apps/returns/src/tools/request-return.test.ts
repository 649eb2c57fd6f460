import { peopleOf, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { agreed, ask, asking, openAskers, refusalOf, tea } from '../store/asking.fixture.ts';
import { newReturn, newSale } from '../store/writes.fixture.ts';

const database = await testDatabase();
const { carla, carlos, globex, staff, tenant, returnsOf } = await openAskers(database);

test('nothing is opened by asking; the card says what and why in plain words, and the customer’s yes opens the return at the price it was sold', async () => {
  const order = await newSale(carla);
  const input = asking(order, { words: 'Two tins are dented.' });
  const asked = await ask(carla, input);
  if (asked.kind !== 'consent') throw new Error(`not asked: ${JSON.stringify(asked)}`);
  expect(await returnsOf(order)).toEqual([]);
  expect(asked.request).toMatchObject({ customer: 'CUS-CARLA', requester: 'carla', tier: 'consent' });
  expect(asked.request.card).toMatchObject({
    sentence: `Ask to send back 2 × Assam black tea, 500 g tin of order ${order}, because: damaged.`,
    cost: { amount: '25.60', currency: 'EUR' },
  });
  const done = await agreed(carla, input);
  expect(done).toMatchObject({
    structured: {
      outcome: 'executed',
      result: { rma_id: expect.stringMatching(/^RMA-/) as string, rma_state: 'requested', order, items: 2 },
    },
  });
  expect(await returnsOf(order)).toEqual([
    {
      ...{
        customer_id: 'CUS-CARLA',
        state: 'requested',
        reason: 'damaged',
        words: 'Two tins are dented.',
        asked: true,
      },
      ...{ refund_minor: null, lines: [['TEA-ASM', 2, 1280]] },
    },
  ]);
  const [mine] = (
    (await carla.call('carla', 'my_returns', { order })) as unknown as { structured: { returns: object[] } }
  ).structured.returns;
  expect(mine).toMatchObject({ state: 'requested', order, next: 'the returns desk decides on it' });
  expect(await carlos.call('carlos', 'my_returns', { order })).toMatchObject({ structured: { total: 0 } });
  expect((await recordsOf(database, tenant)).filter(({ kind }) => kind === 'executed').at(-1)).toMatchObject({
    ...{ tool: 'request_return', customer: 'CUS-CARLA', requester: 'carla' },
  });
});

test('the desk approves what a customer asked for, as any other return', async () => {
  const order = await newSale(carla);
  const done = await agreed(carla, asking(order));
  const { rma_id: id } = (done as unknown as { structured: { result: { rma_id: string } } }).structured.result;
  const approved = await peopleOf(staff).executed('mara', 'approve_return', { rma_id: id });
  expect(approved).toMatchObject({ rma_state: 'approved', refund: '25.60' });
});

test('an order of another customer or company, one not delivered and one that never was are answered alike', async () => {
  const never = refusalOf(await ask(carla, asking('SO-NEVER')));
  expect(never).toMatchObject({ step: 'perform', code: 'unknown_order', field: 'order' });
  // SO-1005 is allocated: Orders told nothing of it.
  for (const order of [await newSale(carla, { customer: 'CUS-CARLOS' }), await newSale(globex), 'SO-1005']) {
    expect(refusalOf(await ask(carla, asking(order)))).toEqual(never);
  }
  const mine = await newSale(carla);
  expect(refusalOf(await ask(carlos, asking(mine), 'carlos'))).toEqual(never);
  expect(refusalOf(await ask(globex, asking(mine)))).toEqual(never);
});

test.each<readonly [string, object, object, object]>([
  [
    'an item that was not bought',
    {},
    { lines: [{ sku: 'EQP-GRH', quantity: 1 }] },
    { code: 'unknown_item', field: 'lines.0.sku' },
  ],
  ['more than was sold', {}, { lines: [tea(6)] }, { code: 'too_many', accepted: 'at most 5' }],
  ['an item twice', {}, { lines: [tea(1), tea(1)] }, { code: 'twice', field: 'lines.1.sku' }],
  ['what came too long ago', { delivered: 31 }, {}, { code: 'too_late', field: 'lines.0.sku' }],
  ['what came nobody knows when', { delivered: null }, {}, { code: 'no_day', field: 'order' }],
  ['what is out of the window of its goods', { category: 'coffee' }, { reason: 'changed_mind' }, { code: 'too_late' }],
  ['what was never known', { quantity: 0 }, {}, { code: 'unknown_order' }],
])('%s is refused', async (_what, sale, change, refusal) => {
  const order = await newSale(carla, sale);
  expect(refusalOf(await ask(carla, asking(order, change)))).toMatchObject({ step: 'perform', ...refusal });
});

test.each<readonly [string, object]>([
  ['an amount', { amount: '1.00' }],
  ['a price of a line', { lines: [{ ...tea(), price: '99.00' }] }],
  ['whose it is', { customer: 'CUS-CARLOS' }],
  ['no items', { lines: [] }],
  ['none of an item', { lines: [tea(0)] }],
  ['a reason that is none', { reason: 'because' }],
  ['hidden characters', { words: 'a\u202eb' }],
])('%s in the arguments is refused before anything is read', async (_what, change) => {
  const order = await newSale(carla);
  expect(refusalOf(await ask(carla, asking(order, change)))).toMatchObject({ step: 'input' });
  expect(await returnsOf(order)).toEqual([]);
});

test('an item sold at several prices is the desk’s to decide', async () => {
  const order = await newSale(carla);
  await newSale(carla, { order, line: 2, price: 10_00 });
  expect(refusalOf(await ask(carla, asking(order)))).toMatchObject({ code: 'several_prices' });
});

test('what is sent back already counts, whoever recorded it, until it is rejected', async () => {
  const order = await newSale(carla);
  const id = await newReturn(carla, {
    order,
    customer: 'CUS-CARLA',
    lines: [{ sku: 'TEA-ASM', quantity: 4, price: 12_80 }],
  });
  expect(refusalOf(await ask(carla, asking(order)))).toMatchObject({ code: 'too_many', accepted: 'at most 1' });
  await database.admin("update returns.rma set state = 'cancelled' where tenant_id = 'acme' and id = $1", [id]);
  expect(await agreed(carla, asking(order))).toMatchObject({ structured: { outcome: 'executed' } });
});

test('the same call again is the same request, and another of the same needs a key of its own', async () => {
  const order = await newSale(carla);
  const first = await agreed(carla, asking(order));
  expect(await agreed(carla, asking(order))).toMatchObject({ structured: { outcome: 'executed' } });
  const keyed = asking(order, { idempotency_key: 'again' });
  const other = await agreed(carla, keyed);
  expect(await agreed(carla, keyed)).toMatchObject({ structured: { outcome: 'executed' } });
  expect(await returnsOf(order)).toHaveLength(2);
  expect(first.kind === 'answered' && first.structured['request_id']).not.toBe(
    other.kind === 'answered' && other.structured['request_id'],
  );
});

test('however many ask at once, never more comes back than was sold', async () => {
  const order = await newSale(carla);
  const inputs = Array.from({ length: 8 }, (_, nr) => asking(order, { idempotency_key: `at once ${nr.toString()}` }));
  const asked = await Promise.all(inputs.map((input) => ask(carla, input)));
  const outcomes = await Promise.all(
    asked.map((each, nr) => {
      if (each.kind !== 'consent') throw new Error(`not asked: ${JSON.stringify(each)}`);
      const resumed = { requestId: each.request.id, answer: 'given' as const };
      return carla.call('carla', 'request_return', inputs[nr], { resumed });
    }),
  );
  const said = outcomes.map((each) => (each.kind === 'answered' ? each.structured['outcome'] : each.kind));
  expect(said.filter((each) => each === 'executed')).toHaveLength(1);
  expect(said.filter((each) => each === 'failed')).toHaveLength(7);
  expect(await returnsOf(order)).toHaveLength(1);
});

test('no faults', () => {
  expect([...carla.faults, ...carlos.faults, ...globex.faults, ...staff.faults]).toEqual([]);
});
