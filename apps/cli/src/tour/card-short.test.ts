import { expect, test } from 'vitest';
import { shortCard } from './card-short.ts';

const CARD = {
  sentence: 'Approve return RMA-3001.',
  changes: [{ what: 'Return', before: 'requested', after: 'approved' }],
  cost: { amount: '1450.00', currency: 'EUR' },
  units: null,
  why: 'policy asks for another person',
  undo: 'none',
  asked_by: { person: 'Mara Lindqvist', agent: 'tour', words: { origin: 'agent', text: 'Please.' } },
  flags: ['above the limit'],
  guards: [{ fact: 'state', value: 'requested' }],
  facts: [{ fact: 'Order', value: 'SO-1003', as_of: '2026-11-21T12:00:00.000Z' }],
  expires_at: '2026-11-22T12:00:00.000Z',
};

test('what decides stays, and what is the same on every card is left out', () => {
  expect(shortCard(CARD)).toEqual([
    'Approve return RMA-3001.',
    '  Return: requested → approved',
    '  Cost: 1,450.00 EUR',
    '  Order: SO-1003',
    '  ! above the limit',
    '  Why you are asked: policy asks for another person',
  ]);
});
