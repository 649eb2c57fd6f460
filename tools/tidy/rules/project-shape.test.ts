import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { projectShape } from './project-shape.ts';

const library = {
  'libs/a/package.json': '{}',
  'libs/a/README.md': '',
  'libs/a/src/index.ts': "export { a } from './a.ts';",
};
const app = { 'apps/b/package.json': '{}', 'apps/b/README.md': '', 'apps/b/src/main.ts': '' };
const messages = (texts: Readonly<Record<string, string>>) =>
  projectShape.check(repositoryOf(texts)).map(({ message }) => message);

test('accepts a library and an app that can be entered', () => {
  expect(messages({ ...library, ...app })).toEqual([]);
});

test('wants a README', () => {
  const { 'libs/a/README.md': _, ...rest } = library;
  expect(messages(rest)).toEqual([expect.stringContaining('no README.md')]);
});

test('wants index.ts of a library and main.ts of an app, and not the other', () => {
  const { 'libs/a/src/index.ts': _, ...noIndex } = library;
  expect(messages(noIndex)).toEqual([expect.stringContaining('no src/index.ts')]);
  const { 'apps/b/src/main.ts': __, ...noMain } = app;
  expect(messages(noMain)).toEqual([expect.stringContaining('no src/main.ts')]);
  expect(messages({ ...app, 'apps/b/src/index.ts': '' })).toHaveLength(1);
});

test('wants each export named', () => {
  expect(messages({ ...library, 'libs/a/src/index.ts': "export * from './a.ts';" })).toEqual([
    expect.stringContaining('name each export'),
  ]);
});
