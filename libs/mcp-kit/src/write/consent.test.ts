import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consentFrom } from './consent.ts';

test('only an accepted form with the box ticked is a consent', () => {
  expect(consentFrom({ action: 'accept', content: { confirm: true } })).toBe('given');
});

test.each([
  [{ action: 'accept', content: { confirm: false } }, 'declined'],
  [{ action: 'accept', content: { confirm: 'true' } }, 'declined'],
  [{ action: 'accept', content: { confirm: 1 } }, 'declined'],
  [{ action: 'accept', content: { confirm: [true] } }, 'declined'],
  [{ action: 'decline' }, 'declined'],
  [{ action: 'decline', content: { confirm: true } }, 'declined'],
  [{ action: 'cancel', content: { confirm: true } }, 'unanswered'],
  [{ action: 'accept' }, 'unanswered'],
  [{ action: 'accept', content: {} }, 'unanswered'],
  [{ action: 'accept', content: null }, 'unanswered'],
  [{ action: 'accept', content: 'yes' }, 'unanswered'],
  [{ action: 'ACCEPT', content: { confirm: true } }, 'unanswered'],
  [{ action: ['accept'], content: { confirm: true } }, 'unanswered'],
  [{ content: { confirm: true } }, 'unanswered'],
  [[{ action: 'accept', content: { confirm: true } }], 'unanswered'],
  ['accept', 'unanswered'],
  [null, 'unanswered'],
  [undefined, 'unanswered'],
])('%j is %s', (response, answer) => {
  expect(consentFrom(response)).toBe(answer);
});

test('whatever a client answers, it is a consent only by the one form', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (response) => {
      if (consentFrom(response) !== 'given') return;
      expect(response).toMatchObject({ action: 'accept', content: { confirm: true } });
    }),
  );
});
