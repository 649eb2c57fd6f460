import { expect, test } from 'vitest';
import { approvalPageOf, CONSOLE, consoleLinksIn } from './approval-page.ts';

test('of what a program prints, the links to the console are those at exactly its origin, whole and in order', () => {
  const [first, second] = [approvalPageOf('a'), `${approvalPageOf('b')}?as=mara`];
  const printed = `Open <${first}> or "${second}"\nnot ${CONSOLE}1/requests/c, https://127.0.0.1:9/requests/d or ${CONSOLE}\n`;
  expect(consoleLinksIn(printed)).toEqual([first, second]);
  expect(consoleLinksIn('')).toEqual([]);
});
