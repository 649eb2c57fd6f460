import { openStage, testDatabase } from '@supercargo/testing';
import { describe, expect, test } from 'vitest';
import { canLabelBecome, LABEL_STATES, LABEL_TRANSITIONS } from '../domain/label.ts';
import { canBecome, RMA_STATES, RMA_TRANSITIONS } from '../domain/rma.ts';
import { RETURNS } from '../returns.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const client = await database.adminClient();

/** What the database says of a move of a row that was put into a state past every trigger; nothing of it stays. */
async function moved(table: 'rma' | 'label', from: string, to: string): Promise<string> {
  // Beside the states there are instants that each of them has, so that nothing but the table of transitions can refuse.
  const columns = {
    rma: (state: string) => `state = '${state}', rejected_because = null,
      decided_at = case when '${state}' in ('requested', 'cancelled') then null else now() end,
      refund_minor = case when '${state}' in ('requested', 'cancelled', 'rejected') then null else refund_minor end,
      received_at = case when '${state}' in ('received', 'closed') then now() end,
      closed_at = case when '${state}' = 'closed' then now() end`,
    label: (state: string) => `state = '${state}', voided_at = case when '${state}' = 'voided' then now() end`,
  }[table];
  const which = `where tenant_id = 'acme' and ${table === 'rma' ? 'id' : 'rma_id'} = 'RMA-3004'`;
  await client.query('begin; set local session_replication_role = replica');
  await client.query(`update returns.${table} set ${columns(from)} ${which}`);
  await client.query('set local session_replication_role = origin');
  try {
    const { rowCount } = await client.query(`update returns.${table} set ${columns(to)} ${which}`);
    return `${String(rowCount)} moved`;
  } catch (error) {
    return error instanceof Error ? error.message : 'nothing';
  } finally {
    await client.query('rollback');
  }
}

describe('a return', () => {
  const pairs = RMA_STATES.flatMap((from) => RMA_STATES.map((to) => [from, to] as const));

  test.each(pairs)('from %s to %s, in the database as in the table', async (from, to) => {
    const expected = from === to || canBecome(from, to) ? '1 moved' : `a rma does not go from ${from} to ${to}`;
    expect(await moved('rma', from, to)).toBe(expected);
  });
});

describe('a label', () => {
  const pairs = LABEL_STATES.flatMap((from) => LABEL_STATES.map((to) => [from, to] as const));

  test.each(pairs)('from %s to %s, in the database as in the table', async (from, to) => {
    const expected = from === to || canLabelBecome(from, to) ? '1 moved' : `a label does not go from ${from} to ${to}`;
    expect(await moved('label', from, to)).toBe(expected);
  });
});

test.each([
  ['rma', Object.entries(RMA_TRANSITIONS)],
  ['label', Object.entries(LABEL_TRANSITIONS)],
] as const)('the two tables of %s are one', async (table, transitions) => {
  const rows = await database.admin<{ pair: string }>(
    `select from_state || ' ' || to_state as pair from returns.${table}_transition`,
  );
  const ours = transitions.flatMap(([from, tos]: readonly [string, readonly string[]]) =>
    tos.map((to) => `${from} ${to}`),
  );
  expect(rows.map(({ pair }) => pair).sort()).toEqual(ours.sort());
});

test('nothing of this was a fault', () => {
  expect(stage.faults).toEqual([]);
});
