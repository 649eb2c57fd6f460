import { expect, test } from 'vitest';
import { capRefused, newAccountFlag, notReleasable } from './release.ts';
import { PAYMENT_TRANSITIONS, type PaymentState } from './states.ts';

const AMOUNT = { minor: 60_00n, currency: 'EUR' };

test('every state in which a payment is not released has a sentence of its own kind', () => {
  const states = Object.keys(PAYMENT_TRANSITIONS) as PaymentState[];
  for (const state of states) expect(notReleasable(state)).toMatchObject({ code: 'not_releasable', field: 'payment' });
  expect(notReleasable('cancelled').reason).toContain('propose the invoice again');
});

test.each([
  ['no_cap', null, 'no_cap', 'nothing, until an administrator sets the cap'],
  ['above_cap', null, 'over_cap', 'an amount within the cap, whoever asks'],
  ['used_up', new Date('2026-11-22T10:00:00Z'), 'over_cap', '60.00 EUR from 2026-11-22T10:00:00.000Z, or less now'],
] as const)('a cap that refuses with %s says what is accepted', (refusal, roomAt, code, accepted) => {
  expect(capRefused({ refusal, words: 'why', roomAt }, 'payment', AMOUNT)).toEqual({
    ...{ code, reason: 'why', field: 'payment', accepted },
  });
});

test('an account is new to an approver for thirty days', () => {
  const now = new Date('2026-11-21T09:00:00Z');
  expect(newAccountFlag(new Date('2026-10-23T00:00:00Z'), now)).toHaveLength(1);
  expect(newAccountFlag(new Date('2026-10-22T23:59:59Z'), now)).toEqual([]);
});
