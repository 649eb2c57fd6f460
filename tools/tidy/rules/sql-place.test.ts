import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { sqlPlace } from './sql-place.ts';

const found = (path: string, text: string) => sqlPlace.check(repositoryOf({ [path]: text })).length;
const tool = 'apps/inventory/src/tools/get-stock.ts';

test.each([
  'const a = `select sku from inventory.item where id = ${id}`;',
  'const a = "SELECT * FROM inventory.item";',
  "const a = 'insert into inventory.item values ($1)';",
  "const a = 'update inventory.item set sku = $1';",
  "const a = 'delete from inventory.item';",
  "const a = 'select approval.consume($1)';",
  'const a = `\n  with late as (select 1) select * from late`;',
])('finds %s outside the store', (text) => {
  expect(found(tool, text)).toBe(1);
  expect(found('apps/inventory/src/store/stock.ts', text)).toBe(0);
  expect(found('libs/tenancy/src/tenant-tx.ts', text)).toBe(0);
  expect(found('apps/inventory/src/tools/get-stock.test.ts', text)).toBe(0);
});

test('lets sentences and comments pass', () => {
  expect(found(tool, "const a = 'Select the item to reorder from the list of the warehouse.';")).toBe(0);
  expect(found(tool, '// select what is needed from the plan\nexport const a = 1;')).toBe(0);
});

test('finds SQL files outside a store', () => {
  expect(found('apps/inventory/src/domain/stock.sql', 'select 1')).toBe(1);
  expect(found('apps/inventory/src/store/effects/create_reorder.sql', 'select 1')).toBe(0);
});
