import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { libraryCircles } from './library-circles.ts';

const uses = (library: string) => `import { x } from '@supercargo/${library}';`;
const messages = (texts: Readonly<Record<string, string>>) =>
  libraryCircles.check(repositoryOf(texts)).map(({ message }) => message);

test('accepts libraries that build on each other in one direction', () => {
  expect(
    messages({ 'libs/a/src/x.ts': uses('b') + uses('c'), 'libs/b/src/x.ts': uses('c'), 'libs/c/src/x.ts': '' }),
  ).toEqual([]);
});

test('finds a circle, however long, and names the way round', () => {
  const texts = { 'libs/a/src/x.ts': uses('b'), 'libs/b/src/x.ts': uses('c'), 'libs/c/src/x.ts': uses('a') };
  expect(messages(texts)[0]).toContain('a → b → c → a');
});

test('leaves tests out', () => {
  expect(messages({ 'libs/a/src/x.test.ts': uses('testing'), 'libs/testing/src/x.ts': uses('a') })).toEqual([]);
});
