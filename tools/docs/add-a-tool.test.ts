import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { copyCheckout } from './copy-checkout.ts';
import { stepsOf, unseen } from './page.ts';
import { newReader } from './reader.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'add-a-tool.md'), 'utf8');
const { checkout, run, change, follow, leave } = newReader({ PATH: process.env['PATH'], HOME: process.env['HOME'] });
const minutes = 60_000;
const source = 'apps/inventory/src';

afterAll(leave, 2 * minutes);

test('the page, word for word, makes a tool that a host sees', { timeout: 10 * minutes }, async () => {
  copyCheckout(root, checkout);
  const steps = stepsOf(page);
  expect(steps.length).toBeGreaterThan(12);
  for (const step of steps) expect(await follow(step)).toBeUndefined();
});

test(
  'what the page leaves behind compiles, is linted and formatted, and keeps the rules of the house',
  { timeout: 10 * minutes },
  async () => {
    const made = ['list-suppliers', 'set-lead-time'].flatMap((name) => [
      ...[`${source}/tools/${name}.ts`, `${source}/tools/${name}.test.ts`, `${source}/store/${name}.ts`],
    ]);
    const files = [
      ...made,
      `${source}/store/set-lead-time.fixture.ts`,
      'prisma/access/areas/inventory.ts',
      `${source}/server.ts`,
    ];
    const checked = await Promise.all([
      run(`npx eslint ${files.join(' ')}`),
      run(`npx prettier --check ${files.join(' ')} ${source}/../README.md`),
      // These look at everything: what is wrong in another file is wrong here too.
      run('npx tsc --noEmit --pretty false -p tsconfig.json'),
      run('npx node tools/tidy/main.ts'),
    ]);
    for (const { code, output } of checked) expect(code, output).toBe(0);
  },
);

const FORGET: Readonly<Record<string, () => void>> = {
  'a role that grants the scope': () =>
    change(`${source}/tools/list-suppliers.ts`, (text) => text.replace("'inventory:read'", "'inventory:suppliers'")),
  'the test': () => rmSync(join(checkout, source, 'tools/list-suppliers.test.ts')),
  'the snapshot': () => rmSync(join(checkout, source, 'tools/__snapshots__/list-suppliers.snap.json')),
  'a good input in the facts': () =>
    change(`${source}/inventory.fixture.ts`, (text) => text.replace(/list_suppliers: .*\n/, '')),
  'the line in `server.ts`': () =>
    change(`${source}/server.ts`, (text) => text.replace(/tools: \[\s*findItems,/, 'tools: [')),
  'the plan of a write': () =>
    change(`${source}/tools/cancel-reorder.ts`, (text) => text.replace('async plan(', 'async intend(')),
  'what undoes a write': () =>
    change(`${source}/tools/create-reorder.ts`, (text) => text.replace("by: 'cancel_reorder'", "by: 'get_stock'")),
  'how the facts undo a write': () =>
    change(`${source}/store/writes.fixture.ts`, (text) => text.replace('transfer_stock: {', 'transfer_nothing: {')),
};

test('what is forgotten is said in the words that the page quotes', { timeout: 5 * minutes }, async () => {
  const rows = [...page.matchAll(/^\| (.+?) +\| `(.+)` +\|$/gm)].map(([, what = '', said = '']) => ({ what, said }));
  expect(rows.map(({ what }) => what).toSorted()).toEqual(Object.keys(FORGET).toSorted());
  for (const forget of Object.values(FORGET)) forget();
  const { code, output } = await run(`npx vitest run ${source}/server.test.ts -t definitions`);
  expect(code).not.toBe(0);
  for (const { what, said } of rows) expect(unseen([said], output), what).toEqual([]);
});
