import { hash } from 'node:crypto';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { describe, expect, test } from 'vitest';
import { judge, type Claim } from '../../domain/verdict.ts';
import type { DemoReturn } from './facts.ts';
import { DEMO, factsOf } from './load-demo.ts';

const TODAY = '2026-11-21';

describe.each([TODAY, '2028-03-01'])('acme on %s', (today) => {
  const { returns, policy, customers, carriers } = factsOf('acme', today, 'whole');

  /** The verdict of today's policy. */
  function verdictOf({ reason, deliveredOn, requestedAt, lines }: DemoReturn): ReturnType<typeof judge> {
    const claimed = lines.map(({ category, quantity, priceMinor }): Claim['lines'][number] => {
      const rules = policy.filter((rule) => rule.reason === reason);
      const rule = rules.find((each) => each.category === category) ?? rules.find((each) => each.category === 'any');
      const limit = { minor: BigInt(rule?.limitMinor ?? 0), currency: 'EUR' };
      return { valueMinor: BigInt(quantity * priceMinor), rule: rule === undefined ? null : { ...rule, limit } };
    });
    return judge({ currency: 'EUR', deliveredOn, requestedAt: new Date(requestedAt), lines: claimed });
  }

  test('is the story and eighty more, each with its number, in the order of their days', () => {
    expect(returns).toHaveLength(84);
    expect(new Set(returns.map(({ id }) => id)).size).toBe(84);
    const past = returns.slice(0, 80).map(({ requestedAt }) => requestedAt);
    expect(past).toEqual(past.toSorted());
    const days = (Date.parse(today) - Date.parse(past[0] ?? '')) / 86_400_000;
    expect(days).toBeGreaterThan(150);
    expect(days).toBeLessThan(200);
  });

  test('nothing of it is of today or later, and nothing happens before what leads to it', () => {
    for (const { id, orderedOn, deliveredOn, requestedAt, decidedAt, label, receivedAt, closedAt } of returns) {
      const steps = [orderedOn, deliveredOn, requestedAt, decidedAt, label?.issuedAt, receivedAt, closedAt];
      const told = steps.filter((step) => typeof step === 'string');
      expect(told, id).toEqual(told.toSorted());
      for (const step of told) expect(step < today, `${id} ${step}`).toBe(true);
    }
  });

  test('each state has what it has come by, and what was approved is what the policy gives back', () => {
    const isDecided = ['approved', 'rejected', 'label_issued', 'received', 'closed'];
    for (const rma of returns) {
      expect(rma.decidedAt !== null, rma.id).toBe(isDecided.includes(rma.state));
      expect(rma.receivedAt !== null, rma.id).toBe(['received', 'closed'].includes(rma.state));
      if (rma.refundMinor !== null) expect(BigInt(rma.refundMinor), rma.id).toBe(verdictOf(rma).refund?.minor);
    }
  });

  test('all states occur, some came too late, and of some nobody knows', () => {
    expect(new Set(returns.map(({ state }) => state)).size).toBe(7);
    const windows = returns.map((rma) => verdictOf(rma).window);
    expect(windows.filter((window) => window === 'outside').length).toBeGreaterThan(5);
    expect(windows.filter((window) => window === 'unknown').length).toBeGreaterThan(2);
    expect(returns.filter(({ state }) => state === 'requested').length).toBeGreaterThan(4);
  });

  test('customers and carriers that are named are there', () => {
    const known = new Set([...customers, ...carriers].map(({ id }) => id));
    for (const { customer, label } of returns) {
      expect(known).toContain(customer);
      if (label !== null) expect(known).toContain(label.carrier);
    }
  });

  test('the story has what it is told with', () => {
    const told = new Map(returns.map((rma) => [rma.id, rma]));
    expect(told.get('RMA-3001')).toMatchObject({ order: 'SO-1003', customer: 'CUS-CARLA', state: 'requested' });
    expect(told.get('RMA-3002')).toMatchObject({ order: 'SO-1004', customer: 'CUS-CARLOS', state: 'requested' });
    expect(told.get('RMA-3003')).toMatchObject({ state: 'approved', label: null });
    expect(told.get('RMA-3004')).toMatchObject({ state: 'label_issued', label: { carrier: 'CAR-SWIFT' } });
    const [first, second] = ['RMA-3001', 'RMA-3002'].map((id) => told.get(id));
    expect(first === undefined ? null : verdictOf(first)).toMatchObject({
      refund: { minor: 1_450_00n },
      isAboveLimit: true,
    });
    expect(second === undefined ? null : verdictOf(second)).toMatchObject({
      refund: { minor: 89_00n },
      isAboveLimit: false,
    });
  });
});

test('the same day gives the same rows, another day other ones, and tour is acme’s copy', () => {
  const digest = (tenant: string, today: string): string =>
    hash('sha256', JSON.stringify(factsOf(tenant, today, 'whole')));
  expect(digest('acme', TODAY)).toBe(digest('acme', TODAY));
  expect(digest('tour', TODAY)).toBe(digest('acme', TODAY));
  expect(digest('acme', '2026-11-22')).not.toBe(digest('acme', TODAY));
});

test('globex has the same number for another return, and a policy of its own', () => {
  const [globex, acme] = [factsOf('globex', TODAY, 'whole'), factsOf('acme', TODAY, 'whole')];
  expect(globex.returns.map(({ id }) => id)).toEqual(['RMA-3001', 'RMA-3101']);
  expect(globex.policy).not.toEqual(acme.policy);
  expect(globex.customers[0]?.name).not.toBe(acme.customers[0]?.name);
});

const database = await testDatabase();
const door = database.door('supercargo_importer', { connectionsMax: 2 });
const acme = await foundTenant(database);
const load = (extent: 'whole' | 'core', today = TODAY): Promise<boolean> =>
  door.write(acme, (tx) => DEMO.load(tx, { tenant: acme, currency: 'EUR', today, extent }));
const counts = async (): Promise<unknown> =>
  database.admin(
    `select (select count(*)::int from returns.rma) as returns, (select count(*)::int from returns.rma_line) as lines,
       (select count(*)::int from returns.label) as labels, (select count(*)::int from returns.customer) as customers`,
  );

test.each(['CUS-CARLA', 'CUS-CARLOS'])('%s was sold something that may still come back', (customer) => {
  const { sold, returns, policy } = factsOf('acme', TODAY, 'whole');
  const rule = policy.find(({ reason, category }) => reason === 'damaged' && category === 'any');
  const back = (order: string, sku: string): number =>
    returns
      .filter((rma) => rma.order === order && !['rejected', 'cancelled'].includes(rma.state))
      .flatMap(({ lines }) => lines.filter((line) => line.sku === sku))
      .reduce((sum, { quantity }) => sum + quantity, 0);
  const may = sold.filter(
    (line) =>
      line.customer === customer &&
      line.quantity > back(line.order, line.sku) &&
      (Date.parse(TODAY) - Date.parse(line.deliveredOn)) / 86_400_000 <= (rule?.windowDays ?? 0),
  );
  expect(may.length).toBeGreaterThan(0);
});

test('of nothing more comes back than was sold', () => {
  const { sold, returns } = factsOf('acme', TODAY, 'whole');
  for (const { order, lines } of returns) {
    for (const { sku, quantity, priceMinor } of lines) {
      const line = sold.find((each) => each.order === order && each.sku === sku);
      if (line === undefined) continue;
      expect(line.quantity, order).toBeGreaterThanOrEqual(quantity);
      expect(line.priceMinor, order).toBe(priceMinor);
    }
  }
});

test('a load that is killed leaves nothing half-loaded', async () => {
  const killed = door.write(acme, async (tx) => {
    await DEMO.load(tx, { tenant: acme, currency: 'EUR', today: TODAY, extent: 'whole' });
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect(await counts()).toEqual([{ returns: 0, lines: 0, labels: 0, customers: 0 }]);
});

test('the story first, then all, then nothing more, on that day or another, and twice at once', async () => {
  expect(await load('core')).toBe(true);
  expect(await counts()).toMatchObject([{ returns: 4, lines: 4, labels: 1, customers: 8 }]);
  expect(await Promise.all([load('whole'), load('whole')])).toEqual(expect.arrayContaining([true, false]));
  const before = await counts();
  expect(before).toMatchObject([{ returns: 84, lines: 84, customers: 8 }]);
  expect(await load('whole', '2027-02-01')).toBe(false);
  expect(await load('core')).toBe(false);
  expect(await counts()).toEqual(before);
});
