import { untrusted } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import type { ScmsReport } from './report.ts';
import { spokenScms } from './spoken.ts';

const FILE = {
  ...{ source: 'scms', file: 'history.csv', fileSha256: 'a'.repeat(64), bytes: 9, resumedAfter: 0 },
  ...{ lines: 1_234, linesRepeated: 0, columnsUnknown: [], places: 1, value: { amount: '12.50', currency: 'USD' } },
  notCaptured: [{ column: 'Brand', word: '(blank)', reason: 'not known: the cell is blank', lines: 7 }],
  unknown: {
    total: 1,
    first: [{ line: 3, column: 'Pack Price', text: untrusted('scms', 'dear', 9), reason: 'no amount' }],
  },
  leadTimes: { known: 2, notCaptured: 3, impossible: { total: 0, firstLines: [] } },
} as const;

const reportOf = (server: string, table: string, more: Partial<ScmsReport> = {}): ScmsReport =>
  ({
    ...{ ...FILE, server, rows: { [table]: { added: 2, changed: 1, unchanged: 0 } } },
    ...{ names: ['6 orders'], says: [] },
    ...more,
  }) as ScmsReport;

test('each server has its part, and what the file says is said once', () => {
  const reports = [
    reportOf('inventory', 'orderLines', { says: ['items with a price: 4'] }),
    reportOf('logistics', 'shipments', { resumedAfter: 1, names: ['6 orders', '5 shipments'] }),
  ];
  expect(spokenScms(reports, undefined, false).split('\n')).toEqual([
    'history.csv: 1,234 lines, 6 orders, 5 shipments, USD 12.50 in line values',
    '  inventory',
    '    order lines: 2 added, 1 changed, 0 already there',
    '    items with a price: 4',
    '  logistics',
    '    went on after 1 line staged before',
    '    shipments: 2 added, 1 changed, 0 already there',
    '  purchases whose lead time was not captured: 3; impossible: 0',
    '  not captured, kept as said:',
    '    Brand: (blank) × 7 (not known: the cell is blank)',
    '  not understood, kept as text: 1',
    '    line 3, Pack Price: dear (no amount)',
    '  --report <file> writes each of these values with its line and why it was kept as text',
  ]);
});

test('a dry run says so, and the report where it is', () => {
  const lines = spokenScms([reportOf('inventory', 'items')], 'remarks.csv', true).split('\n');
  expect(lines).toContain('    items: 2 would be added, 1 would be changed, 0 already there');
  expect(lines.at(-2)).toBe('  each of these values with its line and why it was kept as text: remarks.csv');
  expect(lines.at(-1)).toBe('a dry run: nothing was written');
});
