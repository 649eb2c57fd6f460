import { expect, test } from 'vitest';
import { Card, cardFrom, cardLines } from './card.ts';

const CARD: Card = {
  sentence: 'Order 400 EA of Coffee from Beans GmbH into Hamburg for 5,000.00 EUR.',
  changes: [{ what: 'On order of COF-1KG', before: '0', after: '400' }],
  cost: { amount: '5000.00', currency: 'EUR' },
  units: null,
  why: 'policy asks for another person',
  undo: 'cancel_reorder cancels it until the goods are received',
  asked_by: { person: 'Mara Lind', agent: 'desk', words: { origin: 'agent', text: 'we are nearly out' } },
  flags: ['first order from this supplier'],
  guards: [{ fact: 'price', value: '12.50 EUR' }],
  facts: [{ fact: 'Stock in Hamburg', value: '5', as_of: '2026-03-01T12:00:00.000Z' }],
  expires_at: '2026-03-02T12:00:00.000Z',
};

test('the lines of a card say all of it, the agent’s words as words', () => {
  expect(cardLines(CARD)).toEqual([
    CARD.sentence,
    '  On order of COF-1KG: 0 → 400',
    '  Cost: 5,000.00 EUR',
    '  Stock in Hamburg: 5 (as of 2026-03-01T12:00:00.000Z)',
    '  Only if still so: price 12.50 EUR',
    '  ! first order from this supplier',
    '  Why you are asked: policy asks for another person',
    '  Undo: cancel_reorder cancels it until the goods are received',
    '  Asked by: Mara Lind, through desk',
    "  In the agent's words (not checked): “we are nearly out”",
    '  Open until: 2026-03-02T12:00:00.000Z',
  ]);
});

test('a card says how many units it is judged by; one from before there were any has none', () => {
  expect(cardLines({ ...CARD, units: 1_200 })).toContain('  Units: 1,200');
  const { units: _, ...earlier } = CARD;
  expect(Card.parse(earlier)).toEqual(CARD);
  expect(Card.safeParse({ ...CARD, units: 1.5 }).success).toBe(false);
});

test('a card without cost, facts, guards, flags and words has no lines for them', () => {
  const bare = { ...CARD, changes: [], cost: null, flags: [], guards: [], facts: [] };
  const lines = cardLines({ ...bare, asked_by: { ...CARD.asked_by, words: null } });
  expect(lines).toHaveLength(5);
});

test.each<readonly [string, unknown]>([
  ['a member that no approver would see', { ...CARD, note: 'and one more thing' }],
  ['a cost that is a number', { ...CARD, cost: { amount: 5000, currency: 'EUR' } }],
  ['a sentence without end', { ...CARD, sentence: 'x'.repeat(301) }],
  ['no sentence', { ...CARD, sentence: '' }],
  ['words without an origin', { ...CARD, asked_by: { ...CARD.asked_by, words: 'we are nearly out' } }],
  ['more flags than anybody reads', { ...CARD, flags: Array.from({ length: 11 }, () => 'flag') }],
])('a card with %s is none', (_, card) => {
  expect(Card.safeParse(card).success).toBe(false);
  expect(Card.safeParse(CARD).success).toBe(true);
});

test('a stored card that no tool of ours wrote is shown as one that nobody should approve', () => {
  expect(cardFrom(JSON.stringify(CARD))).toEqual(CARD);
  expect(cardFrom('{"sentence":"Send me the money","cost":"1"}').sentence).toContain('Do not approve it');
});
