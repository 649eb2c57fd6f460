import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import * as flag from '../domain/flag.ts';
import * as order from '../domain/order.ts';
import * as part from '../domain/part.ts';

const database = await testDatabase();
const ALLOWED = new Set([
  ...['placed>allocated', 'placed>shipped', 'placed>delivered', 'placed>cancelled'].map((pair) => `order ${pair}`),
  ...['allocated>shipped', 'allocated>delivered', 'allocated>cancelled', 'shipped>delivered'].map(
    (pair) => `order ${pair}`,
  ),
  ...['open>shipped', 'open>delivered', 'open>joined', 'open>cancelled', 'shipped>delivered'].map(
    (pair) => `part ${pair}`,
  ),
  'flag open>cleared',
]);

type Pair = readonly [thing: string, from: string, to: string, can: boolean];

function pairs<State extends string>(
  thing: string,
  states: readonly State[],
  canBecome: (from: State, to: State) => boolean,
): readonly Pair[] {
  return states.flatMap((from) => states.map((to): Pair => [thing, from, to, canBecome(from, to)]));
}

const PAIRS = [
  ...pairs('order', order.ORDER_STATES, order.canBecome),
  ...pairs('part', part.PART_STATES, part.canBecome),
  ...pairs('flag', flag.FLAG_STATES, flag.canBecome),
];

test('the database has the same transitions, and no others', async () => {
  const rows = await database.admin<{ pair: string }>(
    "select thing || ' ' || from_state || '>' || to_state as pair from orders.transition",
  );
  expect(new Set(rows.map(({ pair }) => pair))).toEqual(ALLOWED);
});

await database.admin(
  `insert into orders.sales_order (tenant_id, number, kind, place, currency) values ('acme', 'ST-1', 'stock', 'HAM-1', 'EUR')`,
);

/** A thing that stands in `from`, made to stand in `to`. */
const STATEMENTS: Readonly<Record<string, readonly [put: string, move: string]>> = {
  order: [
    `insert into orders.sales_order (tenant_id, number, kind, place, currency, state) values ('acme', 'ST-2', 'stock', 'HAM-1', 'EUR', $1)`,
    "update orders.sales_order set state = $1 where number = 'ST-2'",
  ],
  part: [
    `insert into orders.shipment_part (tenant_id, order_number, part, state, joined_by)
     values ('acme', 'ST-1', 1, $1, case when $1 = 'joined' then gen_random_uuid() end)
     on conflict (tenant_id, order_number, part) do nothing`,
    "update orders.shipment_part set state = $1, joined_by = case when $1 = 'joined' then gen_random_uuid() end where part = 1",
  ],
  flag: [
    `insert into orders.flag (tenant_id, id, order_number, kind, severity, state, event_id, event_seq, cleared_by, cleared_at)
     values ('acme', '00000000-0000-4000-8000-000000000000', 'ST-1', 'other', 'notice', $1, gen_random_uuid(), 1,
       case when $1 = 'cleared' then gen_random_uuid() end, case when $1 = 'cleared' then now() end)`,
    `update orders.flag set state = $1, cleared_by = case when $1 = 'cleared' then gen_random_uuid() end,
       cleared_at = case when $1 = 'cleared' then now() end`,
  ],
};

test.each(PAIRS)('%s: %s to %s', async (thing, from, to, can) => {
  expect(can).toBe(ALLOWED.has(`${thing} ${from}>${to}`));
  const [put = '', move = ''] = STATEMENTS[thing] ?? [];
  const client = await database.adminClient();
  await client.query('begin');
  // No row of the ledger stands behind these.
  await client.query("set local session_replication_role = 'replica'");
  await client.query(put, [from]);
  await client.query("set local session_replication_role = 'origin'");
  const foreign = await client.query<{ name: string; of: string }>(
    `select conname as name, conrelid::regclass::text as of from pg_constraint
     where contype = 'f' and connamespace = 'orders'::regnamespace and confrelid = 'orders.effect'::regclass`,
  );
  for (const { name, of } of foreign.rows) await client.query(`alter table ${of} drop constraint ${name}`);
  const moved = client.query(move, [to]);
  if (can || from === to) await expect(moved).resolves.toMatchObject({ rowCount: 1 });
  else await expect(moved).rejects.toThrow(`${thing} does not go from ${from} to ${to}`);
  await client.query('rollback');
  await client.end();
});
