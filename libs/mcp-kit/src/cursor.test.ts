import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { CursorArgument, cursorOf, pageOf, readCursor } from './cursor.ts';

const Place = z.tuple([
  z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\u0000\p{Cs}]+$/u),
]);
const read = (cursor: string): unknown => readCursor('find_items', Place, cursor);
const spelled = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a cursor says the place it was made of, whatever an item is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 64 }), (sku) => {
      fc.pre(!sku.includes('\u0000') && sku.isWellFormed());
      const cursor = cursorOf('find_items', [sku]);
      expect(read(cursor)).toEqual([sku]);
      expect(CursorArgument.safeParse(cursor).success).toBe(true);
    }),
  );
});

test('no cursor is the beginning, which is not an unknown place', () => {
  expect(readCursor('find_items', Place, undefined)).toBeNull();
});

test.each([
  ['of another list', cursorOf('list_low_stock', ['COF-1KG'])],
  ['empty', ''],
  ['no base64', '%%%'],
  ['no JSON', 'AAAA'],
  ['no array', spelled({ 0: 'find_items', 1: 'COF-1KG' })],
  ['nothing in it', spelled([])],
  ['no place', spelled(['find_items'])],
  ['one value too many', spelled(['find_items', 'COF-1KG', 'x'])],
  ['a number for a SKU', spelled(['find_items', 7])],
  ['a null character', spelled(['find_items', 'COF\u0000'])],
  ['half a character', spelled(['find_items', '\ud800'])],
  ['more than a SKU', spelled(['find_items', 'x'.repeat(129)])],
  ['another spelling of the same JSON', Buffer.from('["find_items", "COF-1KG"]').toString('base64url')],
  ['padded', `${cursorOf('find_items', ['COF-1KG'])}A`],
  ['spare bits that are set', cursorOf('find_items', ['COF']).replace(/.$/, (last) => (last === 'R' ? 'S' : 'R'))],
  ['bytes that are not UTF-8', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]).toString('base64url')],
])('refuses a cursor: %s', (_what, cursor) => {
  expect(read(cursor)).toBeUndefined();
});

test.each([
  [[], [], null],
  [[1, 2], [1, 2], null],
  [[1, 2, 3], [1, 2, 3], null],
  [[1, 2, 3, 4], [1, 2, 3], 3],
])(
  'of %j read with one more than a limit of 3, the page is %j and a next one begins after %s',
  (rows, page, endsAt) => {
    expect(pageOf(rows, 3)).toEqual({ page, endsAt });
  },
);
