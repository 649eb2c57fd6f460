import { ok } from '@supercargo/kernel';
import { defineReadTool, defineWriteTool, type ServerDefinition } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { TABLES, withTable } from './tables.ts';

const SERVER: ServerDefinition = {
  ...{ name: 'inventory', title: 'Inventory', version: '1', instructions: 'None.' },
  tools: [
    defineReadTool({
      ...{ name: 'get_stock', title: 'Get stock', description: 'What is on hand | allocated. More of it.' },
      scopes: ['inventory:read'],
      input: z.strictObject({ sku: z.string(), warehouse: z.string().optional() }),
      output: z.strictObject({}),
      read: async () => ok({}),
    }),
    defineWriteTool({
      ...{ name: 'create_reorder', title: 'Reorder', description: 'Asks for an order' },
      scopes: ['inventory:reorder'],
      input: z.strictObject({ sku: z.string() }),
      reversibility: { kind: 'irreversible', why: 'a test' },
      execute: 'inventory.create_reorder',
      plan: () => Promise.reject(new Error('a table plans nothing')),
      readBack: async () => ({}),
    }),
  ],
  resources: [
    {
      ...{ name: 'item', title: 'Item', description: 'One item. And more.', uriTemplate: 'inventory://item/{sku}' },
      watchable: true,
      scopes: ['inventory:read'],
      read: async () => ok({}),
    },
  ],
  prompts: [{ name: 'briefing', title: 'Briefing', description: 'The morning.', text: 'Say it.' }],
  scopesByRole: { finance: ['inventory:read'], clerk: ['inventory:read', 'inventory:reorder'] },
};

function rowsOf(name: string): readonly string[] {
  return (TABLES[name]?.(SERVER) ?? '').split('\n').map((line) => line.replace(/ +/g, ' '));
}

test('the table of tools says what each does, needs, takes and has for an effect', () => {
  const rows = rowsOf('tools');
  expect(rows[0]).toBe('| tool | effect | scope | arguments | what it does |');
  expect(rows).toContain(
    '| `get_stock` | reads | `inventory:read` | `sku`, `warehouse`? | What is on hand \\| allocated. |',
  );
  // Of a write only its own arguments.
  expect(rows).toContain('| `create_reorder` | asks for approval | `inventory:reorder` | `sku` | Asks for an order |');
  expect(rows.filter((row) => row.includes('withdraw_inventory_request'))).toHaveLength(1);
});

test('resources, prompts and what each role may ask have tables too', () => {
  expect(rowsOf('resources').at(-1)).toBe('| `inventory://item/{sku}` | `inventory:read` | yes | One item. |');
  expect(rowsOf('prompts').at(-1)).toBe('| `briefing` | The morning. |');
  expect(rowsOf('roles').at(-1)).toBe('| `clerk` | `inventory:read`, `inventory:reorder` |');
});

test('columns are as wide as their widest cell, so that the formatter has nothing to change', () => {
  const widths = (TABLES['roles']?.(SERVER) ?? '').split('\n').map((line) => line.length);
  expect(new Set(widths).size).toBe(1);
});

const [BEGIN, END] = ['<!-- tools:begin -->', '<!-- tools:end -->'];

test('only what is between the markers of that name is written', () => {
  const other = '<!-- roles:begin -->x<!-- roles:end -->';
  expect(withTable(`a\n${BEGIN}\nold\n${END}\n${other}\n`, 'tools', 'new')).toBe(
    `a\n${BEGIN}\n\nnew\n\n${END}\n${other}\n`,
  );
});

test.each([
  ['no markers', 'a'],
  ['no end', `a ${BEGIN} b`],
  ['no begin', `a ${END} b`],
  ['the end first', `${END} ${BEGIN}`],
  ['two beginnings', `${BEGIN} ${BEGIN} ${END}`],
])('a document with %s has no place for a table', (_what, document) => {
  expect(withTable(document, 'tools', 'new')).toBeUndefined();
});
