import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeOf, removeDatabase } from '@supercargo/cluster';
import { afterAll, expect, test } from 'vitest';
import { copyCheckout } from './copy-checkout.ts';
import { edited, stepsOf, unseen } from './page.ts';

const root = join(import.meta.dirname, '..', '..');
const page = readFileSync(join(root, 'docs', 'add-a-tool.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'supercargo-page-'));
chmodSync(folder, 0o700);
const checkout = join(folder, 'supercargo');
const home = join(folder, 'home');
mkdirSync(home, { mode: 0o700 });
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], SUPERCARGO_HOME: home, CI: 'true' };
const minutes = 60_000;
const source = 'apps/inventory/src';

afterAll(async () => {
  await run('npx supercargo down');
  for (const path of [home, join(checkout, '.supercargo', 'test')]) {
    await removeDatabase(homeOf({ SUPERCARGO_HOME: path }));
  }
  rmSync(folder, { recursive: true });
}, 2 * minutes);

/** As a person's shell in the root of the clone would. */
function run(commands: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const shell = spawn('sh', ['-e', '-c', commands], { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [shell.stdout, shell.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => said.push(text));
  }
  return new Promise((resolve, reject) => {
    shell.once('error', reject);
    // A worker that was started goes on, and with it the pipes that it has: the shell's end is the end.
    shell.once('exit', (code) => setTimeout(() => resolve({ code, output: said.join('') }), 100));
  });
}

function change(path: string, edit: (text: string) => string): void {
  const file = join(checkout, path);
  const text = readFileSync(file, 'utf8');
  const next = edit(text);
  expect(next, `${path} is changed`).not.toBe(text);
  writeFileSync(file, next);
}

test('the page, word for word, makes a tool that a host sees', { timeout: 10 * minutes }, async () => {
  copyCheckout(root, checkout);
  const steps = stepsOf(page);
  expect(steps.length).toBeGreaterThan(12);
  for (const step of steps) {
    if (step.kind === 'edit') {
      change(step.path, (text) => edited(text, step.lines));
      continue;
    }
    const { code, output } = await run(step.commands);
    expect(code !== 0, `${step.commands}\n${output}`).toBe(step.fails);
    expect(unseen(step.output, output), `${step.commands}\n${output}`).toEqual([]);
  }
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
      'prisma/access/matrix.ts',
      `${source}/server.ts`,
    ];
    const checked = await Promise.all([
      run(`npx eslint ${files.join(' ')}`),
      run(`npx prettier --check ${files.join(' ')} ${source}/../README.md`),
      // These look at everything; of other files nothing is concluded here.
      run('npx tsc --noEmit --pretty false -p tsconfig.json || true'),
      run('npx node tools/tidy/main.ts || true'),
    ]);
    for (const { code, output } of checked) {
      expect(code, output).toBe(0);
      for (const line of output.split('\n')) {
        expect(
          files.some((file) => line.startsWith(file)),
          line,
        ).toBe(false);
      }
    }
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
