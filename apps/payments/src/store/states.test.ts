import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { HOLD_TRANSITIONS, INVOICE_TRANSITIONS, PAYMENT_TRANSITIONS, REFUND_TRANSITIONS } from '../domain/states.ts';

const database = await testDatabase();

const TABLES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  invoice: INVOICE_TRANSITIONS,
  hold: HOLD_TRANSITIONS,
  payment: PAYMENT_TRANSITIONS,
  refund: REFUND_TRANSITIONS,
};
const things = Object.entries(TABLES);

test.each(things)('every pair of states of %s is the same here and in the database', async (thing, table) => {
  const rows = await database.admin<{ pair: string }>(
    `select from_state || ' ' || to_state as pair from payments.transition where thing = $1`,
    [thing],
  );
  const known = new Set(rows.map(({ pair }) => pair));
  const states = Object.keys(table);
  const pairs = states.flatMap((from) => states.map((to) => ({ from, to, pair: `${from} ${to}` })));
  expect(pairs.filter(({ pair }) => known.has(pair)).length).toBe(known.size);
  for (const { from, to, pair } of pairs) expect(known.has(pair), pair).toBe(table[from]?.includes(to));
});

test.each(things)('the states of %s are those that its column takes', async (thing, table) => {
  const [row] = await database.admin<{ definition: string }>(
    `select pg_get_constraintdef(k.oid) as definition from pg_constraint k
     where k.conrelid = ('payments.' || $1)::regclass and k.conname = $1 || '_state_check'`,
    [thing],
  );
  const taken = [...(row?.definition ?? '').matchAll(/'(\w+)'::text/g)].map(([, state]) => state);
  expect([...taken].sort()).toEqual(Object.keys(table).sort());
});

test('what is paid stays paid, and only what is proposed is released or cancelled', () => {
  expect([INVOICE_TRANSITIONS.paid, PAYMENT_TRANSITIONS.paid, REFUND_TRANSITIONS.paid].flat()).toEqual([]);
  const into = (to: string): readonly string[] =>
    Object.entries(PAYMENT_TRANSITIONS).flatMap(([from, states]) =>
      (states as readonly string[]).includes(to) ? [from] : [],
    );
  expect([into('releasing'), into('cancelled'), into('proposed')]).toEqual([['proposed'], ['proposed'], []]);
});
