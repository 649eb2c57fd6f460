import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { REQUEST_STATES, TRANSITIONS, type RequestState } from '../states.ts';
import { decide, openCompany, waiting, type Company } from './company.fixture.ts';

const database = await testDatabase();
let acme: Company;
let id: string;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  id = await waiting(acme);
  await decide(acme, id, 'felix');
});

const pairs = REQUEST_STATES.flatMap((from) => REQUEST_STATES.map((to) => [from, to] as const));

const OPEN: readonly RequestState[] = ['waiting', 'approved', 'executing', 'unknown'];

/** Puts the request into this state past the trigger, as no program can. */
async function put(state: RequestState): Promise<void> {
  const session = await database.adminClient();
  await session.query('set session_replication_role = replica');
  await session.query(
    `update approval.request set state = $2, ended_at = case when $2 = any($3) then null else clock_timestamp() end
     where id = $1`,
    [id, state, OPEN],
  );
  await session.end();
}

const moveTo = (to: RequestState): Promise<unknown> =>
  database.admin(
    `update approval.request set state = $2, ended_at = case when $2 = any($3) then null else clock_timestamp() end
     where id = $1`,
    [id, to, OPEN],
  );

test.each(pairs.filter(([from, to]) => from === to || TRANSITIONS[from].includes(to)))(
  'a request goes from %s to %s',
  async (from, to) => {
    await put(from);
    await expect(moveTo(to)).resolves.toBeDefined();
  },
);

test.each(pairs.filter(([from, to]) => from !== to && !TRANSITIONS[from].includes(to)))(
  'a request does not go from %s to %s, whoever writes it',
  async (from, to) => {
    await put(from);
    await expect(moveTo(to)).rejects.toThrow(`a request does not go from ${from} to ${to}`);
  },
);

test('the database’s table of transitions is the one of the program', async () => {
  const rows = await database.admin<{ from_state: string; to_state: string }>(
    'select from_state, to_state from approval.transition order by 1, 2',
  );
  const meant = REQUEST_STATES.flatMap((from) => TRANSITIONS[from].map((to) => ({ from_state: from, to_state: to })));
  const text = (pair: { from_state: string; to_state: string }): string => `${pair.from_state} ${pair.to_state}`;
  expect(rows.map(text).sort()).toEqual(meant.map(text).sort());
});

test('there is no other state, and an ended one has the instant of its end', async () => {
  await put('waiting');
  await expect(database.admin("update approval.request set state = 'paused' where id = $1", [id])).rejects.toThrow(
    'does not go from waiting to paused',
  );
  await expect(database.admin("update approval.request set state = 'rejected' where id = $1", [id])).rejects.toThrow(
    'request_check',
  );
  await expect(
    database.admin("update approval.request set state = 'approved', approved_at = null where id = $1", [id]),
  ).rejects.toThrow('request_check');
});
