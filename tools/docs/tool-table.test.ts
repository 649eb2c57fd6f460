import { expect, test } from 'vitest';

import { BEGIN, END, toolTable, withTable, type PublishedTool } from './tool-table.ts';

const READ: PublishedTool = {
  name: 'get_stock',
  description: 'What is on hand | allocated. More of it.',
  inputSchema: { properties: { sku: {}, warehouse: {} }, required: ['sku'] },
  annotations: { readOnlyHint: true, destructiveHint: false },
};
const WRITE: PublishedTool = {
  name: 'create_reorder',
  description: 'Asks for an order',
  inputSchema: { properties: { sku: {}, idempotency_key: {}, reason: {} }, required: ['sku'] },
  annotations: { readOnlyHint: false, destructiveHint: true },
};

test('a table says what each tool does, takes and has for an effect', () => {
  expect(toolTable([READ, WRITE])).toBe(
    [
      '| tool             | effect            | arguments           | what it does                  |',
      '| ---------------- | ----------------- | ------------------- | ----------------------------- |',
      '| `get_stock`      | reads             | `sku`, `warehouse`? | What is on hand \\| allocated. |',
      '| `create_reorder` | asks for approval | `sku`               | Asks for an order             |',
    ].join('\n'),
  );
});

test('only what is between the markers is written', () => {
  expect(withTable(`a\n${BEGIN}\nold\n${END}\nb\n`, 'new')).toBe(`a\n${BEGIN}\n\nnew\n\n${END}\nb\n`);
});

test.each([
  ['no markers', 'a'],
  ['no end', `a ${BEGIN} b`],
  ['no begin', `a ${END} b`],
  ['the end first', `${END} ${BEGIN}`],
  ['two beginnings', `${BEGIN} ${BEGIN} ${END}`],
])('a document with %s has no place for a table', (_what, document) => {
  expect(withTable(document, 'new')).toBeUndefined();
});
