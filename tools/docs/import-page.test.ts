import { must, oneOf, type CsvTable } from '@supercargo/imports';
import { expect, test } from 'vitest';
import { importPage } from './import-page.ts';

const CRATES: CsvTable = {
  ...{ name: 'crates', about: 'what is shipped in', columns: [must('kind', oneOf(['small', 'large']), 'how large')] },
  ...{ key: ['kind'], together: [], check: () => undefined, references: [] },
  ...{ into: 'depot.crate', known: ['kind'], hasId: false, existing: 'changed', format: 1 },
};
const PAGE = 'a <!-- columns:begin -->old<!-- columns:end --> b';

test('each server has its tables, and one without tables is left out', () => {
  const page = importPage(PAGE, [
    { server: 'depot', csvTables: [CRATES] },
    { server: 'office', csvTables: [] },
  ]);
  expect(page).toContain('### depot\n\n#### crates\n\nWhat is shipped in.\n\n| column');
  expect(page).toContain('| `kind` | key      | how large  | small, large |');
  expect(page).not.toMatch(/old|office/);
});

test('a page without a place for columns is refused', () => {
  expect(() => importPage('nothing', [])).toThrow('no place');
});
