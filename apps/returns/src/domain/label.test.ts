import { expect, test } from 'vitest';
import { canLabelBecome, LABEL_STATES, LABEL_TRANSITIONS } from './label.ts';

const PAIRS = LABEL_STATES.flatMap((from) => LABEL_STATES.map((to) => [from, to] as const));

test.each(PAIRS)('%s to %s', (from, to) => {
  expect(canLabelBecome(from, to)).toBe(from === 'issued' && to === 'voided');
});

test('every state is in the table, and every target is a state', () => {
  expect(Object.keys(LABEL_TRANSITIONS)).toEqual([...LABEL_STATES]);
  for (const to of Object.values(LABEL_TRANSITIONS).flat()) expect(LABEL_STATES).toContain(to);
});
