import { expect, test } from 'vitest';
import { decisionsPage } from './decisions-page.ts';

const PAGE = 'One page each:\n\n<!-- decisions:begin -->\n\nold\n\n<!-- decisions:end -->\n';

test('each record has its line, by number', () => {
  const page = decisionsPage(PAGE, { '0002-b.md': '# 0002 The second\n\nWhy.\n', '0001-a.md': '# 0001 The first\n' });
  expect(page).toContain('- [0001 The first](0001-a.md)\n- [0002 The second](0002-b.md)');
  expect(page).not.toContain('old');
});

test.each([
  ['has no title', 'Why.\n'],
  ['has another number', '# 0003 The third\n'],
  ['says its number otherwise', '# 0001: The first\n'],
])('a record that %s is refused by its name', (_, text) => {
  expect(() => decisionsPage(PAGE, { '0001-a.md': text })).toThrow('docs/decisions/0001-a.md does not begin');
});

test('a page without a place for the list is refused', () => {
  expect(() => decisionsPage('nothing', {})).toThrow('no place');
});
