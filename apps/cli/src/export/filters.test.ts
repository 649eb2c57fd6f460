import { expect, test } from 'vitest';
import { argumentsOf } from './filters.ts';
import type { List } from './lists.ts';

const list: List = {
  ...{ name: 'list_reorders', title: 'List reorders', rows: 'reorders', columns: [], pageRowsMax: 100 },
  filters: {
    states: { type: 'array', items: { type: 'string' } },
    overdue: { type: 'boolean' },
    sku: { type: 'string' },
    over: { type: 'integer' },
  },
};

test.each([
  [['sku=A=B'], { sku: 'A=B' }],
  [['sku='], { sku: '' }],
  [['states=open,received'], { states: ['open', 'received'] }],
  [['states=open', 'states=received'], { states: ['open', 'received'] }],
  [['overdue=true', 'over=-12'], { overdue: true, over: -12 }],
  [[], {}],
])('%j is understood', (given, input) => {
  expect(argumentsOf(list, given)).toStrictEqual(input);
});

test.each([
  [['colour=red'], 'has no filter "colour"; accepted: states=…, overdue=…, sku=…, over=…'],
  [['sku'], 'has no filter "sku"'],
  [['__proto__=x'], 'has no filter "__proto__"'],
  [['limit=3'], 'has no filter "limit"'],
  [['sku=A', 'sku=B'], 'the filter sku is given twice'],
  [['overdue=yes'], 'the filter overdue takes true or false'],
  [['over=many'], 'the filter over takes a number'],
])('%j is refused', (given, message) => {
  expect(() => argumentsOf(list, given)).toThrow(message);
});
