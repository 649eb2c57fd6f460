import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dailyUse, type DailyUse } from './daily-use.ts';
import { suggestReorder, type LowStockFacts } from './low-stock.ts';

const use = (issued: number, days: number): DailyUse =>
  dailyUse({ days, issued: BigInt(issued), squares: BigInt(issued ** 2) });

const FACTS: LowStockFacts = { position: 30, reorderPoint: 200, safetyStock: 80, use: use(180, 7), leadTimeDays: 11 };

test.each<[string, Partial<LowStockFacts>, number, number, string]>([
  // 80 + 180 / 7 × (11 + 30) = 80 + 1,054.29 → 1,135; less 30.
  ['180 a week, 11 days to come', {}, 1_135, 1_105, 'use_over_lead_time'],
  ['what is on order is not ordered again', { position: 130 }, 1_135, 1_005, 'use_over_lead_time'],
  // 0 + 10 × (5 + 30) = 350.
  ['no safety stock recorded', { use: use(10, 1), leadTimeDays: 5, safetyStock: null }, 350, 320, 'use_over_lead_time'],
  // 80 + 0.1 × 41 = 84.1 → 85, below the reorder point.
  ['a use that the reorder point covers', { use: use(9, 90) }, 201, 171, 'reorder_point'],
  ['no use in 90 days', { use: use(0, 90) }, 201, 171, 'reorder_point'],
  ['use unknown', { use: null }, 201, 171, 'reorder_point'],
  ['lead time unknown', { leadTimeDays: null }, 201, 171, 'reorder_point'],
  ['more promised than there is', { position: -40, use: null }, 201, 241, 'reorder_point'],
  ['at the reorder point', { position: 200, use: null }, 201, 1, 'reorder_point'],
  ['more than one order takes', { use: use(9_000_000, 90) }, 4_100_080, 1_000_000, 'use_over_lead_time'],
  ['a reorder point of 0', { position: 0, reorderPoint: 0, use: null, safetyStock: 0 }, 1, 1, 'reorder_point'],
])('suggests for %s', (_what, facts, target, quantity, basis) => {
  expect(suggestReorder({ ...FACTS, ...facts })).toEqual({ target, quantity, basis });
});

test('an item is above its reorder point once what was suggested is on order', () => {
  const facts = fc.record({
    position: fc.integer({ min: -10_000, max: 10_000 }),
    reorderPoint: fc.nat(10_000),
    safetyStock: fc.option(fc.nat(10_000)),
    use: fc.option(
      fc.tuple(fc.nat(100_000), fc.integer({ min: 1, max: 90 })).map(([issued, days]) => use(issued, days)),
    ),
    leadTimeDays: fc.option(fc.nat(3_650)),
  });
  fc.assert(
    fc.property(facts, (each) => {
      const { quantity } = suggestReorder(each);
      expect(quantity).toBeGreaterThan(0);
      expect(each.position + quantity).toBeGreaterThan(each.reorderPoint);
    }),
  );
});
