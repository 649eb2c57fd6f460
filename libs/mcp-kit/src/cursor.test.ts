import { expect, test } from 'vitest';
import { cursorOf, readCursor } from './cursor.ts';

const ID = '018f2b6e-0000-7000-8000-000000000001';
const wire = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a cursor is read as the place it was made of', () => {
  expect(readCursor(cursorOf(new Date('2026-11-20T06:00:00.123Z'), ID))).toEqual({
    askedAt: '2026-11-20T06:00:00.123Z',
    id: ID,
  });
});

test.each([
  ['empty', ''],
  ['no base64', '%%%'],
  ['no JSON', Buffer.from('now').toString('base64url')],
  ['not a pair', wire({ askedAt: '2026-11-20T06:00:00.123Z' })],
  ['an id that is none', wire(['2026-11-20T06:00:00.123Z', 'x'])],
  ['a third member', wire(['2026-11-20T06:00:00.123Z', ID, 'x'])],
  ['an instant that is none', wire(['now', ID])],
  ['an instant without milliseconds', wire(['2026-11-20T06:00:00Z', ID])],
  ['an instant with an offset', wire(['2026-11-20T06:00:00.123+02:00', ID])],
  ['a day that is none', wire(['2026-02-30T06:00:00.123Z', ID])],
  ['a year that the database cannot read', wire(['0000-01-01T00:00:00.000Z', ID])],
  ['PostgreSQL’s own words', wire(['infinity', ID])],
])('refuses a cursor that is %s', (_what, cursor) => {
  expect(readCursor(cursor)).toBeUndefined();
});
