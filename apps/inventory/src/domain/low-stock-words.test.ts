import { expect, test } from 'vitest';
import { dailyUse } from './daily-use.ts';
import { lowStockWords, type LowStockWords } from './low-stock-words.ts';

const FACTS: LowStockWords = {
  ...{ available: 30, onTime: 0, overdue: 0, reorderPoint: 200, leadTimeDays: 11, capped: false },
  use: dailyUse({ days: 7, issued: 180n, squares: 180n * 180n }),
};

test.each<[string, Partial<LowStockWords>, string]>([
  [
    'the item of the story',
    {},
    'available 30 + on order 0 is at or below the reorder point 200; at 25.7 a day what is available lasts 1.2 days; the lead time is 11 days',
  ],
  [
    'more promised than there is',
    { available: -1_500, onTime: 20, leadTimeDays: null },
    'available -1,500 + on order 20 is at or below the reorder point 200; at 25.7 a day what is available lasts 0 days; the lead time is not recorded',
  ],
  [
    'an order that did not come',
    { onTime: 5, overdue: 1_000 },
    'available 30 + on order 5 is at or below the reorder point 200; 1,000 more on order are overdue and not counted; at 25.7 a day what is available lasts 1.2 days; the lead time is 11 days',
  ],
  [
    'one that needs more than an order takes',
    { capped: true },
    'available 30 + on order 0 is at or below the reorder point 200; at 25.7 a day what is available lasts 1.2 days; the lead time is 11 days; 1,000,000 units are suggested, the most that one order takes',
  ],
  [
    'no movement',
    { use: null, leadTimeDays: 1 },
    'available 30 + on order 0 is at or below the reorder point 200; no movement is recorded, so daily use is unknown; the lead time is 1 day',
  ],
  [
    'no use',
    { use: dailyUse({ days: 90, issued: 0n, squares: 0n }) },
    'available 30 + on order 0 is at or below the reorder point 200; nothing was issued in 90 days; the lead time is 11 days',
  ],
])('words for %s', (_what, facts, words) => {
  expect(lowStockWords({ ...FACTS, ...facts })).toBe(words);
});
