import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { BLUEPRINTS } from './blueprints.ts';
import { companyOf } from './company.ts';
import type { DemoFacts, DemoItem, DemoMovement } from './facts.ts';

const ACME = BLUEPRINTS['acme'];
const GLOBEX = BLUEPRINTS['globex'];
if (ACME === undefined || GLOBEX === undefined) throw new Error('both are demo companies');

const digestOf = (facts: DemoFacts): string => createHash('sha256').update(JSON.stringify(facts)).digest('hex');
const shelf = ({ sku, warehouse }: { readonly sku: string; readonly warehouse: string }): string =>
  `${sku} in ${warehouse}`;
const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): ReadonlyMap<string, readonly T[]> {
  return Map.groupBy(rows, keyOf);
}

/** An ordinary day, and one whose year holds a leap day and a turn of the year. */
const DAYS = ['2026-11-21', '2028-03-01'] as const;

test('the same day gives the same rows, to the byte, and another day other ones', () => {
  const [today, other] = DAYS;
  const acme = digestOf(companyOf(ACME, today));
  expect(digestOf(companyOf(ACME, today))).toBe(acme);
  expect(acme).toBe('9076e13bbfdec0c9bb8b192345f358651231af78c567b9aaa8b909c873edf9f6');
  expect(digestOf(companyOf(GLOBEX, today))).toBe('9643dd335ca3e258af8a61089e51a1cce5515f7ec2788071dcce9269ba7fc8bc');
  expect(digestOf(companyOf(ACME, other))).not.toBe(acme);
});

describe.each(DAYS)('acme on %s', (today) => {
  const facts = companyOf(ACME, today);
  const yesterday = new Date(Date.parse(today) - 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
  const windowStart = new Date(Date.parse(today) - 90 * 24 * 60 * 60 * 1_000).toISOString();
  const movements = grouped(facts.movements, shelf);
  const stock = grouped(facts.stock, ({ sku }) => sku);
  const issued = grouped(
    facts.movements.filter(({ kind, at }) => kind === 'issue' && at >= windowStart),
    ({ sku }) => sku,
  );
  const open = grouped(
    facts.orders.filter(({ state }) => state === 'open'),
    ({ sku }) => sku,
  );
  const useOf = (sku: string): number => -total((issued.get(sku) ?? []).map(({ quantity }) => quantity)) / 90;
  const available = (sku: string): number =>
    total((stock.get(sku) ?? []).map(({ onHand, allocated }) => onHand - allocated));
  const onOrder = (sku: string): number => total((open.get(sku) ?? []).map(({ quantity }) => quantity));
  // What should have come before today is not counted on.
  const onTime = (sku: string): number =>
    total(
      (open.get(sku) ?? []).filter(({ expectedOn }) => (expectedOn ?? today) >= today).map(({ quantity }) => quantity),
    );
  const isLow = ({ sku, reorderPoint }: DemoItem): boolean =>
    stock.has(sku) && reorderPoint !== null && available(sku) + onTime(sku) <= reorderPoint;

  test('is about 2,000 items of thirty suppliers in four warehouses, with a year of movements', () => {
    expect(facts.items.length).toBeGreaterThan(1_900);
    expect(facts.suppliers).toHaveLength(30);
    expect(facts.warehouses.map(({ id }) => id)).toStrictEqual(['HAM-1', 'RTM-1', 'TRS-1', 'GDN-1']);
    expect(facts.movements.length).toBeGreaterThan(60_000);
    expect(facts.movements.length).toBeLessThan(120_000);
    const days = facts.movements.map(({ at }) => at.slice(0, 10)).toSorted();
    expect(days.at(-1)).toBe(yesterday);
    expect((Date.parse(today) - Date.parse(days[0] ?? '')) / (24 * 60 * 60 * 1_000)).toBe(365);
  });

  test('what is on hand is what moved, and no shelf ever held less than nothing', () => {
    const wrong = facts.stock.filter((line) => {
      const past = (movements.get(shelf(line)) ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1));
      let level = 0;
      let least = 0;
      for (const { quantity } of past) {
        level += quantity;
        least = Math.min(least, level);
      }
      return least < 0 || level !== line.onHand || line.allocated > line.onHand;
    });
    expect(wrong).toStrictEqual([]);
    expect(new Set(movements.keys())).toStrictEqual(new Set(facts.stock.map(shelf)));
  });

  test('each received order has its one receipt, and no other order has any', () => {
    const receipts = grouped(
      facts.movements.filter(({ reference }) => reference?.startsWith('PO-') === true),
      ({ reference }) => reference ?? '',
    );
    const received = facts.orders.filter(({ state }) => state === 'received');
    expect(new Set(receipts.keys())).toStrictEqual(new Set(received.map(({ number }) => number)));
    const wrong = received.filter((order) => {
      const [receipt, ...more] = receipts.get(order.number) ?? [];
      const same =
        receipt?.quantity === order.quantity && receipt.at === order.receivedAt && receipt.kind === 'receipt';
      const inOrder = order.orderedAt < (order.receivedAt ?? '') && order.expectedOn !== null;
      return !same || more.length > 0 || shelf(receipt) !== shelf(order) || !inOrder;
    });
    expect(wrong).toStrictEqual([]);
    expect(new Set(facts.orders.map(({ number }) => number)).size).toBe(facts.orders.length);
  });

  test('what one warehouse sent, another received', () => {
    const byReference = grouped(
      facts.movements.filter(({ kind }) => kind.startsWith('transfer')),
      ({ reference }) => reference ?? '',
    );
    expect(byReference.size).toBeGreaterThan(100);
    for (const [reference, both] of byReference) {
      expect(total(both.map(({ quantity }) => quantity)), reference).toBe(0);
      expect(new Set(both.map(({ warehouse }) => warehouse)).size, reference).toBe(both.length);
    }
  });

  test('ids are UUIDs, and each its own', () => {
    const ids = [...facts.movements, ...facts.orders].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(facts.orders.filter(({ id }) => !z.uuid().safeParse(id).success)).toStrictEqual([]);
  });

  test('some thirty items are low, a dozen of them cannot last until more comes, and COF-1KG is the furthest below', () => {
    const low = facts.items.filter(isLow);
    expect(low.length).toBeGreaterThanOrEqual(25);
    expect(low.length).toBeLessThanOrEqual(35);
    const short = low.filter(({ sku, leadTimeDays }) => available(sku) / useOf(sku) < (leadTimeDays ?? 0));
    expect(short.length).toBeGreaterThanOrEqual(10);
    expect(short.length).toBeLessThanOrEqual(16);
    const ratio = ({ sku, reorderPoint }: DemoItem): number => (available(sku) + onTime(sku)) / (reorderPoint ?? 1);
    expect(low.toSorted((a, b) => ratio(a) - ratio(b))[0]?.sku).toBe('COF-1KG');
    for (const item of low) expect([item.supplier, item.priceMinor, item.leadTimeDays]).not.toContain(null);
  });

  test('a reorder point is the use of the lead time and a safety stock', () => {
    const core = new Set(ACME.core.items.map(({ sku }) => sku));
    for (const { sku, leadTimeDays, reorderPoint, safetyStock } of facts.items) {
      if (core.has(sku) || leadTimeDays === null || reorderPoint === null || !stock.has(sku)) continue;
      expect(reorderPoint, sku).toBe(Math.ceil(useOf(sku) * leadTimeDays) + (safetyStock ?? 0));
    }
  });

  test('some orders are overdue, many arrive, a few were cancelled', () => {
    const expected = [...open.values()].flat().map(({ expectedOn }) => expectedOn ?? '');
    expect(expected.filter((day) => day < today).length).toBeGreaterThanOrEqual(10);
    expect(expected.filter((day) => day >= today).length).toBeGreaterThan(100);
    expect(facts.orders.filter(({ state }) => state === 'cancelled').length).toBeGreaterThan(20);
  });

  test('what nobody recorded is absent: stock, price, supplier, lead time, reorder point', () => {
    const share = (absent: (item: DemoItem) => boolean): number => facts.items.filter(absent).length;
    expect(share(({ sku }) => !stock.has(sku))).toBeGreaterThan(20);
    expect(share(({ priceMinor }) => priceMinor === null)).toBeGreaterThan(20);
    expect(share(({ supplier }) => supplier === null)).toBeGreaterThan(20);
    expect(share(({ leadTimeDays }) => leadTimeDays === null)).toBeGreaterThan(20);
    expect(share(({ reorderPoint }) => reorderPoint === null)).toBeGreaterThan(20);
  });

  test('the story’s item has what the story says: 60 left in two warehouses, 180 a week, eleven days to get more', () => {
    expect(facts.items.find(({ sku }) => sku === 'COF-1KG')).toMatchObject({
      ...{ supplier: 'SUP-FINCA', priceMinor: 1250, leadTimeDays: 11, reorderPoint: 200, safetyStock: 80 },
    });
    expect(stock.get('COF-1KG')).toMatchObject([
      { warehouse: 'HAM-1', onHand: 42, allocated: 30 },
      { warehouse: 'RTM-1', onHand: 18, allocated: 0 },
    ]);
    expect(useOf('COF-1KG') * 7).toBeCloseTo(180, 0);
    expect(onOrder('COF-1KG')).toBe(0);
  });

  test('nothing leaves on Sundays, most before the weekend, and coffee more in winter than in summer', () => {
    const issues = facts.movements.filter(({ kind }) => kind === 'issue');
    const perWeekday = (weekday: number): number =>
      total(issues.filter(({ at }) => new Date(at).getUTCDay() === weekday).map(({ quantity }) => -quantity));
    expect(perWeekday(0)).toBe(0);
    expect(perWeekday(5)).toBeGreaterThan(perWeekday(3) * 1.15);
    const sold = (month: string, prefix: string): number =>
      total(
        issues
          .filter(({ sku, at }: DemoMovement) => sku.startsWith(prefix) && at.slice(5, 7) === month)
          .map(({ quantity }) => -quantity),
      );
    expect(sold('01', 'TEA-')).toBeGreaterThan(sold('07', 'TEA-') * 1.2);
    expect(sold('07', 'LID-')).toBeGreaterThan(sold('01', 'LID-') * 1.2);
  });
});

test('globex is small, of its own, and shares one SKU', () => {
  const [acme, globex] = [companyOf(ACME, DAYS[0]), companyOf(GLOBEX, DAYS[0])];
  expect(globex.items.length).toBeLessThan(60);
  const skus = new Set(acme.items.map(({ sku }) => sku));
  expect(globex.items.filter(({ sku }) => skus.has(sku)).map(({ sku }) => sku)).toStrictEqual(['COF-1KG']);
  const ids = new Set(acme.orders.map(({ id }) => id));
  expect(globex.orders.filter(({ id }) => ids.has(id))).toStrictEqual([]);
});
