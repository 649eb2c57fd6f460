import { openStage, peopleOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { handleDue } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import { inDays, ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);
const order = 'SO-1005';
const promised = { promised_on: inDays(3) };

const parts = (): Promise<readonly unknown[]> =>
  database.admin(
    `select s.part, s.state, s.promised_on::text, s.customer_id, json_agg(json_build_array(q.line_number, q.quantity) order by q.line_number) as lines
     from orders.shipment_part s join orders.part_line q using (tenant_id, order_number, part)
     where s.order_number = $1 group by s.tenant_id, s.order_number, s.part order by s.part`,
    [order],
  );

test('nothing is split by the call that asks, and the card shows each line before and after', async () => {
  const lines = [
    { line: 2, quantity: 4 },
    { line: 1, quantity: 20 },
  ];
  expect(await stage.call('mara', 'split_shipment', { order, lines, ...promised })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: `Ship 24 units of 2 lines of order SO-1005 first, promised for ${inDays(3)}; the rest stays promised for ${inDays(9)}.`,
        changes: [
          {
            what: 'Line 1, COF-1KG',
            before: `60 with the order, for ${inDays(9)}`,
            after: `20 for ${inDays(3)}, 40 for ${inDays(9)}`,
          },
          { what: 'Line 2, TEA-ASM', after: `4 for ${inDays(3)}, 20 for ${inDays(9)}` },
        ],
        flags: [],
      },
    },
  });
  expect(await parts()).toEqual([]);
});

test('what goes first is a part, what is left can be split again, and a part put together again counts no more', async () => {
  const first = await executed('mara', 'split_shipment', {
    order,
    lines: [{ line: 1, quantity: 20 }],
    ...promised,
  });
  expect(first).toEqual({ order, part: 1, part_state: 'open', ...promised, lines: 1, units: 20 });
  const more = { order, lines: [{ line: 1, quantity: 40 }], promised_on: inDays(12) };
  expect(await stage.call('mara', 'split_shipment', more)).toMatchObject({
    structured: { card: { flags: ['What goes first is promised later than the order'] } },
  });
  expect(await executed('mara', 'split_shipment', more)).toMatchObject({ part: 2, units: 40 });
  expect(await parts()).toEqual([
    { part: 1, state: 'open', promised_on: inDays(3), customer_id: 'CUS-CARLA', lines: [[1, 20]] },
    { part: 2, state: 'open', promised_on: inDays(12), customer_id: 'CUS-CARLA', lines: [[1, 40]] },
  ]);
  expect(await stage.call('mara', 'split_shipment', { order, join_part: 1 })).toMatchObject({
    structured: {
      card: {
        sentence: `Ship part 1 of order SO-1005, promised for ${inDays(3)}, with the rest again, promised for ${inDays(9)}.`,
        changes: [{ before: `20 for ${inDays(3)}`, after: `with the order, for ${inDays(9)}` }],
      },
    },
  });
  expect(await executed('mara', 'split_shipment', { order, join_part: 1 })).toMatchObject({
    part_state: 'joined',
  });
  const whole = await stage.call('mara', 'get_order', { order });
  expect(whole).toMatchObject({
    structured: {
      parts: [{ part: 2 }],
      order_lines: [
        { line: 1, with_order: 20 },
        { line: 2, with_order: 24 },
      ],
    },
  });
});

test.each([
  ['an order that is not there', { order: 'SO-9999', join_part: 1 }, 'order', 'unknown_order', 'find_orders'],
  [
    'an order that shipped',
    { order: 'SO-1002', lines: [{ line: 1, quantity: 1 }], ...promised },
    'order',
    'not_splittable',
    'placed or allocated',
  ],
  ['neither lines nor a part', { order }, 'lines', 'neither_split_nor_joined', 'join_part'],
  [
    'lines without a day',
    { order, lines: [{ line: 2, quantity: 1 }] },
    'lines',
    'neither_split_nor_joined',
    'promised_on',
  ],
  [
    'lines beside a part',
    { order, lines: [{ line: 2, quantity: 1 }], join_part: 2 },
    'lines',
    'neither_split_nor_joined',
    'join_part',
  ],
  ['a day beside a part', { order, join_part: 2, ...promised }, 'lines', 'neither_split_nor_joined', 'join_part'],
  [
    'a day that is over',
    { order, lines: [{ line: 2, quantity: 1 }], promised_on: inDays(-1) },
    'promised_on',
    'promised_before_today',
    'today',
  ],
  [
    'a line that is not there',
    { order, lines: [{ line: 3, quantity: 1 }], ...promised },
    'lines',
    'unknown_line',
    'get_order',
  ],
  [
    'a line twice',
    {
      order,
      lines: [
        { line: 2, quantity: 1 },
        { line: 2, quantity: 1 },
      ],
      ...promised,
    },
    'lines',
    'line_twice',
    'once',
  ],
  [
    'more than is left',
    { order, lines: [{ line: 1, quantity: 21 }], ...promised },
    'lines',
    'more_than_left',
    'at most 20 of line 1',
  ],
  [
    'all that is left',
    {
      order,
      lines: [
        { line: 1, quantity: 20 },
        { line: 2, quantity: 24 },
      ],
      ...promised,
    },
    'lines',
    'nothing_left',
    'less than all',
  ],
  ['a part that is not there', { order, join_part: 9 }, 'join_part', 'unknown_part', 'open part'],
  [
    'a part that was put together',
    { order, join_part: 1, idempotency_key: 'again' },
    'join_part',
    'part_not_open',
    'open part',
  ],
])('refuses %s, and writes nothing', async (_what, input, field, code, accepted) => {
  const before = await rowCounts(database);
  expect(await stage.call('mara', 'split_shipment', input)).toMatchObject({
    kind: 'refused',
    refusal: { step: 'perform', field, code, accepted: expect.stringContaining(accepted) as string },
  });
  expect(await rowCounts(database)).toEqual(before);
});

test('a line whose quantity nobody recorded is not split', async () => {
  await database.admin(
    `insert into orders.order_line (tenant_id, order_number, line_number, sku, description, currency) values ('acme', $1, 9, 'X', 'x', 'EUR')`,
    [order],
  );
  expect(
    await stage.call('mara', 'split_shipment', { order, lines: [{ line: 9, quantity: 1 }], ...promised }),
  ).toMatchObject({
    refusal: { code: 'quantity_not_recorded', accepted: 'lines with a recorded quantity' },
  });
});

/** A request of this input that somebody consented to and nobody executed yet. */
async function approved(input: Record<string, unknown>): Promise<string> {
  const received = { ...input, idempotency_key: stage.runtime.newId() };
  const id = requestIdOf(await stage.call('mara', 'split_shipment', received, { canShow: ['forms'] }));
  await database.admin(
    `insert into approval.decision (tenant_id, request_id, person, verdict, via, digest)
     select p.tenant_id, p.request_id, p.requester, 'consent', 'elicitation', p.digest from approval.plan p where p.request_id = $1`,
    [id],
  );
  await database.admin(
    "update approval.request set state = 'approved', approved_at = now(), execute_after = now(), execute_until = now() + interval '1 minute' where id = $1",
    [id],
  );
  return id;
}

const stands = async (id: string): Promise<unknown> =>
  (await database.admin('select state, reason from approval.request where id = $1', [id]))[0];

test('two splits of the same units are one: the other says what changed', async () => {
  const input = { order, lines: [{ line: 2, quantity: 20 }], ...promised };
  const ids = [await approved(input), await approved({ ...input, promised_on: inDays(4) })];
  await Promise.all(ids.map((id) => handleDue(stage.runtime, stage.principal('mara').tenant, id)));
  const both = await Promise.all(ids.map(stands));
  expect(both).toContainEqual({ state: 'executed', reason: null });
  expect(both).toContainEqual({
    state: 'invalidated',
    reason: 'what is in no part yet, by line, changed from 2:24 to 2:4',
  });
});

test('a part that shipped, or whose promise changed, in between is not put together again', async () => {
  for (const change of ['promised_on = promised_on + 1', "state = 'shipped'"]) {
    const id = await approved({ order, join_part: 2 });
    await database.admin(`update orders.shipment_part set ${change} where part = 2 and order_number = $1`, [order]);
    await handleDue(stage.runtime, stage.principal('mara').tenant, id);
    expect(await stands(id)).toMatchObject({
      state: 'invalidated',
      reason: expect.stringMatching(/^part 2 changed from open, 1:40 by \S+ to (open|shipped), 1:40 by \S+$/) as string,
    });
  }
  expect(stage.faults).toEqual([]);
});
