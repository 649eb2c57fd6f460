import { expect, test } from 'vitest';
import { hiddenCap, leastLeft, windowWords } from './budget-words.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

test('the window nearest to full is said, and one without a cap before all', () => {
  const day = { dimension: 'payee', span: 'day', left: eur(70_00n) };
  const week = { dimension: 'tenant', span: 'week', left: eur(60_00n) };
  expect(leastLeft([day, week])).toBe('Least is left in a week of the company: 60.00 EUR.');
  expect(leastLeft([day, { ...week, left: null }])).toBe('No cap is set in a week of the company, so nothing leaves.');
  expect(leastLeft([])).toBe('Nothing is known of a budget here.');
});

test.each([
  ['tenant', 'transaction', 'in a single payment of the company'],
  ['requester', 'day', 'in a day by the person who asks'],
  ['agent', 'week', 'in a week by this agent'],
  ['payee', 'day', 'in a day to this payee'],
  ['cost_centre', 'day', 'in a day of this cost centre'],
])('a %s’s %s is said “%s %s”', (dimension, span, words) => {
  expect(windowWords(dimension, span)).toBe(words);
});

test('a hidden cap is said without a number of it', () => {
  expect(hiddenCap(null)).toBe('a cap that finance sees is in the way: it is larger than that cap');
  expect(hiddenCap(new Date('2026-11-22T10:00:00Z'))).toBe(
    'a cap that finance sees is in the way: there is room from 2026-11-22T10:00:00.000Z',
  );
});
