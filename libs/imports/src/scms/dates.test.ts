import { daysBetween } from '@supercargo/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDate } from './dates.ts';

test.each([
  ['2-Jun-06', '2006-06-02'],
  ['02-Jun-06', '2006-06-02'],
  ['01-Sept-06', '2006-09-01'],
  ['1-Sep-06', '2006-09-01'],
  ['29-Feb-12', '2012-02-29'],
  ['9/11/2014', '2014-09-11'],
  ['09/11/2014', '2014-09-11'],
  ['8/27/14', '2014-08-27'],
  ['12/31/99', '2099-12-31'],
])('reads %s as %s', (text, date) => {
  expect(readDate(text)).toBe(date);
});

test.each([
  ...['', ' ', 'Date Not Captured', 'Pre-PQ Process', 'N/A - From RDC', '2006', '06-2006'],
  ...['31-Apr-14', '29-Feb-13', '0-Jun-06', '32-Jan-06', '13/1/14', '0/1/14', '2/30/2014', '27/8/14'],
  ...[
    '2-June-06',
    '2-Juin-06',
    '2 Jun 06',
    '2-Jun-006',
    '2-Jun-20066',
    ' 2-Jun-06',
    '2-Jun-06 ',
    '8/27/14 10:00',
    '8/27/0014',
    '1/1/9999',
  ],
  ...['-2-Jun-06', '٢-Jun-06', '8/27/14\n', '1e1/1/14', '41878'],
])('does not take %j for a date', (text) => {
  expect(readDate(text)).toBeUndefined();
});

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];
const days = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });

test('every day of the century is read the same in each spelling', () => {
  fc.assert(
    fc.property(days, (date) => {
      const iso = date.toISOString().slice(0, 10);
      const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      const short = String(year).slice(2);
      const named = MONTHS[month - 1] ?? '';
      const spellings = [`${day}-${named}-${short}`, `${month}/${day}/${year}`, `${month}/${day}/${short}`];
      expect(spellings.map(readDate)).toEqual([iso, iso, iso]);
    }),
  );
});

test('whatever is read is a day of the calendar', () => {
  const numbers = fc.integer({ min: 0, max: 99 }).map(String);
  fc.assert(
    fc.property(numbers, numbers, fc.constantFrom('14', '2014', '2015', '2016', '1999'), (a, b, year) => {
      const date = readDate(`${a}/${b}/${year}`);
      if (date !== undefined) expect(new Date(date).toISOString().slice(0, 10)).toBe(date);
    }),
  );
});

test('days between are whole, signed, and do not know summer time', () => {
  expect(daysBetween('2014-03-01', '2014-04-01')).toBe(31);
  expect(daysBetween('2014-04-01', '2014-03-01')).toBe(-31);
  expect(daysBetween('2014-03-01', '2014-03-01')).toBe(0);
});
