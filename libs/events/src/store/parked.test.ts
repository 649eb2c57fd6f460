import { randomUUID } from 'node:crypto';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { consume, forgetAll, openMarket, openTrades, type Market } from './market.fixture.ts';
import { readParked, retryBySecret } from './parked.ts';

const database = await testDatabase();
const terminal = database.door('supercargo_terminal', { connectionsMax: 1 });
const auditor = database.door('supercargo_auditor', { connectionsMax: 1 });
let acme: Market;
let globex: Market;
let parked: string;

beforeAll(async () => {
  await openTrades(database);
  acme = openMarket(database, await foundTenant(database));
  globex = openMarket(database, await foundTenant(database, { tenant: 'globex' }));
});
beforeEach(async () => {
  await forgetAll(database);
  parked = await acme.tell('PO-1', 'a');
  await database.admin(
    `update events.delivery set state = 'parked', tries = 20, outcome = 'it is poison', ended_at = clock_timestamp()`,
  );
});

const retry = (person: string, secret: string, event = parked, market = acme): Promise<unknown> =>
  terminal.write(market.tenant, (tx) => retryBySecret(tx, { person, secret, event }));
const listed = (market: Market): Promise<readonly unknown[]> => auditor.read(market.tenant, (tx) => readParked(tx, 10));

test('what was given up is listed with why, for its own company alone', async () => {
  expect(await listed(acme)).toMatchObject([
    { id: parked, topic: 'purchase_order.received', key: 'PO-1', consumer: 'payments', reason: 'it is poison' },
  ]);
  expect(await listed(globex)).toEqual([]);
});

test('an administrator has it tried again, from the first try, and it is recorded who did', async () => {
  expect(await retry('ada', 'secret of ada')).toBeUndefined();
  expect(await database.admin('select state, tries, ended_at from events.delivery')).toEqual([
    { state: 'pending', tries: 0, ended_at: null },
  ]);
  const [row] = await database.admin<{ record: string }>("select record from audit.entry where kind = 'retried'");
  expect(JSON.parse(row?.record ?? '{}')).toMatchObject({
    ...{ person: 'ada', event_id: parked, topic: 'purchase_order.received', server: 'payments' },
    reason: 'it is poison',
  });
  expect(await consume(acme, parked)).toBe(true);
  expect(await listed(acme)).toEqual([]);
});

test('it goes in front of what waits of its key', async () => {
  const next = await acme.tell('PO-1', 'b');
  await retry('ada', 'secret of ada');
  expect(await consume(acme, next)).toBe(false);
  expect(await consume(acme, parked)).toBe(true);
  expect(await consume(acme, next)).toBe(true);
});

test.each([
  ['mo', 'secret of mo', 'not_an_administrator'],
  ['ada', 'guess', 'wrong_secret'],
  ['nobody', 'secret of ada', 'no_secret'],
])('by %s with “%s” it is refused: %s', async (person, secret, refusal) => {
  expect(await retry(person, secret)).toBe(refusal);
  expect(await listed(acme)).toHaveLength(1);
});

test('what was done, what waits, what nobody told and what another company was told is not tried again', async () => {
  const done = await acme.tell('PO-2', 'c');
  await consume(acme, done);
  const waiting = await acme.tell('PO-3', 'd');
  for (const event of [done, waiting, randomUUID()]) {
    expect(await retry('ada', 'secret of ada', event)).toBe('not_given_up');
  }
  expect(await retry('ada', 'secret of ada', parked, globex)).toBe('not_given_up');
  expect(await listed(acme)).toHaveLength(1);
});

test('no server has an event tried again', async () => {
  for (const door of [acme.payments, acme.inventory, acme.importer]) {
    await expect(
      direct(door, acme.tenant, 'select events.retry_by_secret($1, $2, $3)', ['ada', 'secret of ada', parked]),
    ).rejects.toThrow('permission denied');
  }
});
