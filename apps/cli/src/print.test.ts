import { expect, test } from 'vitest';
import { members, table, visible } from './print.ts';

test('nothing in text from the database moves the cursor, hides or reorders what is read', () => {
  const shown = visible('Order 5\u001b[2K\u001b[1A\r\nOrder 5,000 \u202egnihton\u2066 \u0007');

  expect(shown).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(table(['a'], [['x\u001b[31m']]).join('')).not.toContain('\u001b');
  expect(members({ order_id: 'x\u001b[31m', count: 2 })).not.toContain('\u001b');
});

test('a result is read as words', () => {
  expect(members({ purchase_order_id: '7', purchase_order_state: 'open' })).toBe(
    'purchase order id 7, purchase order state open',
  );
  expect(members(null)).toBe('no result was recorded');
});
