import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { endEvent, eventStanding, failEvent, takeEvent } from './events.ts';
import { consume, forgetAll, note, openMarket, openTrades, type Market } from './market.fixture.ts';

const database = await testDatabase();
let acme: Market;
let globex: Market;

beforeAll(async () => {
  await openTrades(database);
  acme = openMarket(database, await foundTenant(database));
  globex = openMarket(database, await foundTenant(database, { tenant: 'globex' }));
});
beforeEach(() => forgetAll(database));

const fail = (market: Market, event: string, waits = false): Promise<unknown> =>
  market.payments.write(market.tenant, (tx) => failEvent(tx, event, { reason: 'a test', waits }));
const makeDue = (): Promise<unknown> =>
  database.admin(`update events.delivery set not_before = clock_timestamp() where state = 'pending'`);
const pendingOf = async (market: Market): Promise<readonly string[]> =>
  (await market.payments.pendingEvents(100))
    .filter(({ tenant }) => tenant === market.tenant)
    .map(({ eventId }) => eventId);

test('is taken, worked upon and ended once, and its outcome recorded', async () => {
  const event = await acme.tell('PO-1', 'a');
  expect(await consume(acme, event)).toBe(true);
  expect(await consume(acme, event)).toBe(false);
  expect(await acme.noted()).toEqual(['PO-1 a']);
  const [row] = await database.admin<{ record: string }>("select record from audit.entry where kind = 'consumed'");
  expect(JSON.parse(row?.record ?? '{}')).toMatchObject({ event_id: event, server: 'payments', outcome: 'noted PO-1' });
});

test('says what was told', async () => {
  const event = await acme.tell('PO-1', 'a');
  const taken = await acme.payments.write(acme.tenant, async (tx) => {
    const each = await takeEvent(tx, event);
    await endEvent(tx, event, 'seen');
    return each;
  });
  expect(taken).toMatchObject({
    ...{ id: event, topic: 'purchase_order.received', key: 'PO-1', seq: 1, sender: 'inventory', payload: { n: 'a' } },
    ...{ chain: [], caseId: null },
  });
  expect(Math.abs(Date.now() - (taken?.publishedAt.getTime() ?? 0))).toBeLessThan(60_000);
});

test('the next of a key is neither listed nor taken before the one in front of it is done', async () => {
  const [first, second] = [await acme.tell('PO-1', 'a'), await acme.tell('PO-1', 'b')];
  const other = await acme.tell('PO-2', 'c');
  expect(await pendingOf(acme)).toEqual([first, other].sort());
  expect(await consume(acme, second)).toBe(false);
  expect(await consume(acme, first)).toBe(true);
  expect(await pendingOf(acme)).toEqual([second, other].sort());
  expect(await consume(acme, second)).toBe(true);
  expect(await acme.noted()).toEqual(['PO-1 a', 'PO-1 b']);
});

test('of two transactions at once one takes it, and the next of its key is not taken beside it', async () => {
  const [first, second] = [await acme.tell('PO-1', 'a'), await acme.tell('PO-1', 'b')];
  await acme.payments.write(acme.tenant, async (tx) => {
    await takeEvent(tx, first);
    await note(tx, first);
    expect(await consume(acme, first)).toBe(false);
    expect(await consume(acme, second)).toBe(false);
    expect(await fail(acme, first)).toBeNull();
    await endEvent(tx, first, 'done');
    // Done, but not committed: for everybody else it is still in front.
    expect(await consume(acme, second)).toBe(false);
  });
  expect(await consume(acme, second)).toBe(true);
  expect(await acme.noted()).toEqual(['PO-1 a', 'PO-1 b']);
});

test('a transaction that takes it and gives it no outcome is undone whole', async () => {
  const event = await acme.tell('PO-1', 'a');
  const forgetful = acme.payments.write(acme.tenant, async (tx) => {
    await takeEvent(tx, event);
    await note(tx, event);
  });
  await expect(forgetful).rejects.toThrow('was taken and has no outcome');
  expect(await acme.noted()).toEqual([]);
  expect(await pendingOf(acme)).toEqual([event]);
});

test('a trade reads it only while its transaction has it, and only under its own topic', async () => {
  const event = await acme.tell('PO-1', 'a');
  await acme.payments.write(acme.tenant, async (tx) => {
    expect(await note(tx, event)).toBeNull();
    await takeEvent(tx, event);
    expect(await note(tx, event, 'return.approved')).toBeNull();
    expect(await note(tx, event, 'payment.proposed')).toBeNull();
    expect(await acme.payments.write(acme.tenant, (other) => note(other, event))).toBeNull();
    expect(await note(tx, event)).toBe('noted PO-1');
    await endEvent(tx, event, 'done');
    expect(await note(tx, event)).toBeNull();
  });
});

test('nothing is ended that was not taken, and nothing twice', async () => {
  const event = await acme.tell('PO-1', 'a');
  const endBare = acme.payments.write(acme.tenant, (tx) => endEvent(tx, event, 'done'));
  await expect(endBare).rejects.toThrow('ended by the transaction that took it');
  await consume(acme, event);
  const text = `select events.done($1, 'again') as done, events.failed($1, 'x', false) as failed, events.take($1) as taken`;
  expect(await direct(acme.payments, acme.tenant, text, [event])).toEqual([{ done: false, failed: null, taken: null }]);
});

test('is nobody’s but its consumer’s, and of its tenant’s', async () => {
  const event = await acme.tell('PO-1', 'a');
  const text = `select events.take($1) as taken, events.failed($1, 'x', false) as failed`;
  const nothing = [{ taken: null, failed: null }];
  expect(await direct(acme.inventory, acme.tenant, text, [event])).toEqual(nothing);
  expect(await direct(globex.payments, globex.tenant, text, [event])).toEqual(nothing);
  expect(await acme.inventory.pendingEvents(100)).toEqual([]);
  expect(await acme.payments.pendingEvents(100)).toEqual([{ tenant: 'acme', eventId: event }]);
});

test('lists what is pending of all tenants page by page, each once', async () => {
  for (let n = 0; n < 3; n += 1) {
    await acme.tell(`PO-${n}`, 'a');
    await globex.tell(`PO-${n}`, 'a');
  }
  const seen: string[] = [];
  let page = await acme.payments.pendingEvents(2);
  while (page.length > 0) {
    seen.push(...page.map(({ tenant, eventId }) => `${tenant} ${eventId}`));
    page = await acme.payments.pendingEvents(2, page.at(-1));
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  expect(seen).toHaveLength(6);
});

test('a try that failed is due again after 1 s, 2 s, 4 s … 5 min, and the twentieth parks it', async () => {
  const event = await acme.tell('PO-1', 'a');
  const waits: number[] = [];
  const states: unknown[] = [];
  for (let n = 0; n < 20; n += 1) {
    states.push(await fail(acme, event));
    const [row] = await database.admin<{ wait: number }>(
      'select extract(epoch from not_before - clock_timestamp())::float8 as wait from events.delivery',
    );
    waits.push(Math.ceil(row?.wait ?? 0));
    if (n < 19) {
      expect(await fail(acme, event)).toBeNull();
      expect(await consume(acme, event)).toBe(false);
      await makeDue();
    }
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, ...Array<number>(11).fill(300)]);
  expect(states).toEqual([...Array<string>(19).fill('pending'), 'parked']);
  const parked = await database.admin<{ record: string }>("select record from audit.entry where kind = 'parked'");
  expect(parked.map(({ record }) => JSON.parse(record) as unknown)).toEqual([
    expect.objectContaining({ event_id: event, reason: 'a test', server: 'payments' }),
  ]);
  expect(await consume(acme, event)).toBe(false);
});

test('a try that waits for what somebody can mend is never the last one, and a fault after it is', async () => {
  const event = await acme.tell('PO-1', 'a');
  for (let n = 0; n < 25; n += 1) {
    expect(await fail(acme, event, true)).toBe('pending');
    await makeDue();
  }
  expect(await database.admin('select tries, outcome from events.delivery')).toEqual([
    { tries: 20, outcome: 'a test' },
  ]);
  expect(await fail(acme, event)).toBe('parked');
});

test('while one waits for its next try, its key waits and no other; once it is parked, its key goes on', async () => {
  const [poison, after, other] = [
    await acme.tell('PO-1', 'poison'),
    await acme.tell('PO-1', 'after'),
    await acme.tell('PO-2', 'other'),
  ];
  await fail(acme, poison);
  expect(await pendingOf(acme)).toEqual([other]);
  expect(await consume(acme, after)).toBe(false);
  expect(await consume(acme, other)).toBe(true);
  for (let n = 1; n < 20; n += 1) {
    await makeDue();
    await fail(acme, poison);
  }
  expect(await pendingOf(acme)).toEqual([after]);
  expect(await consume(acme, after)).toBe(true);
  const auditor = database.door('supercargo_auditor', { connectionsMax: 1 });
  expect(await auditor.read(acme.tenant, eventStanding)).toEqual([{ consumer: 'payments', pending: 0, parked: 1 }]);
  expect(await auditor.read(globex.tenant, eventStanding)).toEqual([]);
});

test('eight workers at once consume every event once, each key in its order', async () => {
  const keys = ['PO-1', 'PO-2', 'PO-3', 'PO-4', 'PO-5'];
  for (let n = 0; n < 12; n += 1) for (const key of keys) await acme.tell(key, String(n).padStart(2, '0'));
  const worker = async (): Promise<number> => {
    let consumed = 0;
    for (;;) {
      const page = await acme.payments.pendingEvents(100);
      if (page.length === 0) return consumed;
      for (const { eventId } of page) if (await consume(acme, eventId)) consumed += 1;
    }
  };
  const counts = await Promise.all(Array.from({ length: 8 }, worker));
  expect(counts.reduce((sum, each) => sum + each, 0)).toBe(60);
  const noted = await acme.noted();
  expect(noted).toHaveLength(60);
  for (const key of keys) {
    const own = noted.filter((each) => each.startsWith(key));
    expect(own).toEqual([...own].sort());
    expect(own).toHaveLength(12);
  }
});
