import { PEOPLE, openStage, peopleOf, recordsOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from '../returns.fixture.ts';
import { newReturn } from '../store/writes.fixture.ts';

const database = await testDatabase();
const managers = Array.from({ length: 12 }, (_, n) => ({
  id: `manager-${n.toString()}`,
  name: 'A manager',
  roles: ['supply_chain_manager'],
}));
const stage = await openStage(database, RETURNS, { founding: { people: [...PEOPLE, ...managers] } });
const people = peopleOf(stage);

const rowOf = async (id: string): Promise<unknown> =>
  (
    await database.admin(
      `select r.state, r.refund_minor::int as refund, r.decided_at is not null as decided, e.tool from returns.rma r
       left join returns.effect e on (e.tenant_id, e.execution_id) = (r.tenant_id, r.decided_by) where r.tenant_id = 'acme' and r.id = $1`,
      [id],
    )
  )[0];

const published = (id: string): Promise<readonly { payload: string; chain: string[] }[]> =>
  database.admin("select payload, chain from events.outbox where topic = 'return.approved' and key = $1", [id]);

test('plans: nothing is approved by the call, and the card says who gets what back and what to look at', async () => {
  const rows = await rowCounts(database);
  const outcome = await stage.call('mara', 'approve_return', {
    rma_id: 'RMA-3001',
    reason: 'the pump is known to fail',
  });
  expect(outcome).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence:
          'Approve return RMA-3001 of Carla Bianchi: 1 × Espresso machine, one group, 230 V, and ask payments to refund 1,450.00 EUR.',
        changes: [{ what: 'Return', before: 'requested', after: 'approved' }],
        cost: { amount: '1450.00', currency: 'EUR' },
        why: 'policy asks for another person',
        flags: ['worth more than the policy’s limit of 1,000.00 EUR'],
        undo: expect.stringContaining('none here') as string,
        asked_by: { person: 'Mara Lind', words: { origin: 'agent', text: 'the pump is known to fail' } },
      },
    },
  });
  const facts = (outcome as unknown as { structured: { card: { facts: { fact: string; value: string }[] } } })
    .structured.card.facts;
  expect(Object.fromEntries(facts.map(({ fact, value }) => [fact, value]))).toEqual({
    ...{ Order: 'SO-1003', Reason: 'defective', Worth: '1,450.00 EUR', 'Restocking fee': '0.00 EUR' },
    'Return window': 'inside: asked 7 days after delivery, 730 days accepted',
    'Other returns of the customer': '0 in 180 days',
  });
  expect(await rowOf('RMA-3001')).toMatchObject({ state: 'requested', refund: null });
  expect((await rowCounts(database))['returns.effect']).toBe(rows['returns.effect']);
});

test('once another person approved, it is approved once, and payments is told once who asked and who approved', async () => {
  const id = await newReturn(stage, { customer: 'CUS-CARLA', order: 'SO-77', lines: [{ price: 1_000_01 }] });
  const request = await people.asked('mara', 'approve_return', { rma_id: id });
  expect(await people.worked(request)).toMatchObject({ state: 'waiting' });
  expect(await people.approve(request, 'mara')).not.toBeNull();
  expect(await people.approve(request, 'felix')).toBeNull();
  expect(await people.worked(request)).toEqual({ state: 'executed', reason: null });
  expect(await people.worked(request)).toMatchObject({ state: 'executed' });
  expect(await rowOf(id)).toEqual({ state: 'approved', refund: 100_001, decided: true, tool: 'approve_return' });
  const events = await published(id);
  expect(events).toHaveLength(1);
  expect(JSON.parse(events[0]?.payload ?? '{}')).toEqual({
    ...{ return_id: id, order_number: 'SO-77', customer_id: 'CUS-CARLA', amount_minor: '100001', currency: 'EUR' },
  });
  expect(events[0]?.chain).toEqual(['mara', 'felix']);
  const kinds = (await recordsOf(database, 'acme')).filter((record) => record['request_id'] === request);
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['asked', 'decided', 'attempt', 'executed']));
});

test('up to 1,000.00 the requester’s own yes is enough, and the answer is read back', async () => {
  const id = await newReturn(stage, { reason: 'changed_mind', lines: [{ price: 89_00 }] });
  expect(await people.consented('manager-0', 'approve_return', { rma_id: id })).toMatchObject({
    outcome: 'executed',
    result: {
      ...{ rma_id: id, rma_state: 'approved', refund: '80.10', currency: 'EUR' },
      customer: { origin: 'customer', text: 'Carlos Vega' },
    },
    undo: expect.stringContaining('payments') as string,
  });
  expect(await published(id)).toHaveLength(1);
});

test('a refund of nothing is approved, and nobody is asked to pay it', async () => {
  const id = await newReturn(stage, { lines: [{ price: 0 }] });
  expect(await people.consented('manager-0', 'approve_return', { rma_id: id })).toMatchObject({ outcome: 'executed' });
  expect(await rowOf(id)).toMatchObject({ state: 'approved', refund: 0 });
  expect(await published(id)).toEqual([]);
});

test('a return outside its window, of a customer who returns often, is planned with flags', async () => {
  const id = await newReturn(stage, { customer: 'CUS-0007', order: 'SO-O', delivered: 60 });
  for (const order of ['SO-O', 'SO-P', 'SO-Q']) await newReturn(stage, { customer: 'CUS-0007', order, requested: 20 });
  const outcome = await stage.call('mara', 'approve_return', { rma_id: id });
  expect(outcome).toMatchObject({
    structured: {
      card: {
        flags: [
          'asked for 58 days after delivery, and the return policy accepts 30',
          '3 other returns of this customer in 180 days',
          expect.stringMatching(/^the same order has other returns: T-/) as string,
        ],
      },
    },
  });
});

test.each(['approved', 'rejected', 'cancelled', 'received', 'closed'] as const)(
  'refuses a return that is %s, and writes nothing',
  async (state) => {
    const id = await newReturn(stage, { state });
    const rows = await rowCounts(database);
    expect(await stage.call('mara', 'approve_return', { rma_id: id })).toMatchObject({
      refusal: { code: 'not_in_state', field: 'rma_id', reason: `the return is ${state}` },
    });
    expect(await rowCounts(database)).toEqual(rows);
  },
);

test('refuses what nobody asked for, what has no lines and what no rule is about, and says what is accepted', async () => {
  const empty = await newReturn(stage, { lines: [] });
  await database.admin("delete from returns.return_policy where tenant_id = 'acme' and reason = 'arrived_late'");
  const unruled = await newReturn(stage, { reason: 'arrived_late' });
  for (const [id, code] of [
    ['NO-SUCH', 'unknown_return'],
    [empty, 'no_lines'],
    [unruled, 'no_policy_rule'],
  ] as const) {
    const outcome = await stage.call('mara', 'approve_return', { rma_id: id });
    expect(outcome).toMatchObject({ kind: 'refused', refusal: { code, field: 'rma_id' } });
    expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
  }
});

test('refuses a refund in another currency than the policy’s', async () => {
  const id = await newReturn(stage, { currency: 'USD' });
  expect(await stage.call('mara', 'approve_return', { rma_id: id })).toMatchObject({ refusal: { step: 'perform' } });
});

test.each(['felix', 'wes', 'olga', 'ada'])('%s, whose role does not approve returns, is refused', async (person) => {
  expect(await stage.call(person, 'approve_return', { rma_id: 'RMA-3002' })).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
});

test.each<readonly [string, (id: string) => Promise<unknown>, RegExp]>([
  [
    'a line of another price',
    (id) => database.admin('update returns.rma_line set price_minor = 1 where rma_id = $1', [id]),
    /^what is claimed changed from damaged, order SO-.* at 4000 EUR to .* at 1 EUR$/,
  ],
  [
    'another reason',
    (id) => database.admin("update returns.rma set reason = 'other' where id = $1", [id]),
    /^what is claimed changed from damaged, .* to other, /,
  ],
  [
    'another order',
    (id) => database.admin("update returns.rma set order_number = 'SO-9999' where id = $1", [id]),
    /^what is claimed changed from damaged, order SO-T.* to damaged, order SO-9999 of CUS-CARLOS: /,
  ],
  [
    'another day of delivery',
    (id) => database.admin("update returns.rma set delivered_on = '2020-01-01' where id = $1", [id]),
    /^the days it is judged by changed from delivered .* to delivered 2020-01-01, asked /,
  ],
  [
    'another policy',
    () => database.admin("update returns.return_policy set restocking_bp = 100 where reason = 'damaged'"),
    /^the return policy for it changed from damaged any: 30 days, 0 bp, .* to damaged any: 30 days, 100 bp, /,
  ],
  [
    'a cancellation',
    (id) => database.admin("update returns.rma set state = 'cancelled' where id = $1", [id]),
    /^the state of the return changed from requested to cancelled$/,
  ],
])('%s ends the request, says so, and nobody is told anything', async (_what, meanwhile, reason) => {
  const id = await newReturn(stage);
  const request = await people.asked('mara', 'approve_return', { rma_id: id });
  await people.approve(request, 'mo');
  await meanwhile(id);
  expect(await people.worked(request)).toEqual({
    state: 'invalidated',
    reason: expect.stringMatching(reason) as string,
  });
  expect(await published(id)).toEqual([]);
  await database.admin("update returns.return_policy set restocking_bp = 0 where reason = 'damaged'");
});

test('of ten who approve and reject the same return at once one decides; the others are told', async () => {
  const id = await newReturn(stage);
  const asked = managers
    .slice(0, 10)
    .map(({ id: person }, index) =>
      index % 2 === 0
        ? people.asked(person, 'approve_return', { rma_id: id })
        : people.asked(person, 'reject_return', { rma_id: id, reason: 'the seal was broken' }),
    );
  const ids = await Promise.all(asked);
  for (const request of ids) await people.approve(request, 'felix');
  const ends = await Promise.all(ids.map((request) => people.worked(request)));
  expect(ends.filter(({ state }) => state === 'executed')).toHaveLength(1);
  expect(ends.filter(({ state }) => state === 'invalidated')).toHaveLength(9);
  const { state } = (await rowOf(id)) as { state: string };
  expect(await published(id)).toHaveLength(state === 'approved' ? 1 : 0);
});

test('asked again while it waits it is the same request', async () => {
  const id = await newReturn(stage, { lines: [{ price: 2_000_00 }] });
  const first = requestIdOf(await stage.call('mara', 'approve_return', { rma_id: id }));
  expect(requestIdOf(await stage.call('mara', 'approve_return', { rma_id: id }))).toBe(first);
});

test('nothing of this was a fault', () => {
  expect(stage.faults).toEqual([]);
});
