import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGE, withColumns } from './import-page.ts';
import { CSV_TABLES } from './tables/all.ts';

test('the page about imports has the columns as they are; node apps/inventory/src/import/csv/import-page.ts writes them', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page).toBe(withColumns(page));
});

test('a page without a place for columns is refused', () => {
  expect(() => withColumns('nothing')).toThrow('no place');
});

test.each(CSV_TABLES.map((table) => [table.name, table] as const))(
  'the description of %s holds together',
  (_name, { columns, key, together, references }) => {
    const names = columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [...key, ...together.flat(), ...references.map(({ column }) => column)]) {
      expect(names).toContain(name);
    }
    for (const name of key) expect(columns.find((column) => column.name === name)?.required).toBe(true);
    // Names and types are written into statements as they are.
    for (const { name, into } of columns) expect([name, into ?? 'none'].join(' ')).toMatch(/^[a-z_]+ [a-z_]+$/);
  },
);
