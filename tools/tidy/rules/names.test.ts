import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { names } from './names.ts';

test.each(['libs/a/src/utils.ts', 'libs/common/src/index.ts', 'libs/a/src/lock-manager.ts', 'apps/a/src/misc/b.ts'])(
  'refuses %s',
  (path) => {
    expect(names.check(repositoryOf({ [path]: '' }))).toHaveLength(1);
  },
);

test('accepts words of the trade', () => {
  expect(names.check(repositoryOf({ 'apps/inventory/src/domain/reorder-point.ts': '' }))).toEqual([]);
});
