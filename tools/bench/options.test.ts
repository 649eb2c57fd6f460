import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

test('without options everything is measured, at a million rows', () => {
  expect(readOptions([])).toMatchObject({
    part: ['calls', 'lists', 'releases'],
    server: ['inventory', 'logistics', 'orders', 'returns', 'payments'],
    ...{ rows: 1_000_000, keep: false, markdown: false, json: false, help: false },
  });
});

test('parts and servers may be said again for another', () => {
  expect(readOptions(['--part', 'lists', '--part', 'calls', '--server', 'orders'])).toMatchObject({
    part: ['lists', 'calls'],
    server: ['orders'],
  });
});

test.each([
  [['--part', 'lunch']],
  [['--server', 'stock']],
  [['--rows', '9999']],
  [['--rows', 'many']],
  [['--seconds', '0']],
  [['--releases', '1.5']],
  [['--fast']],
  [['lists']],
])('%j is not accepted', (args) => {
  expect(readOptions(args)).toBeUndefined();
});
