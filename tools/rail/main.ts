// A thousand payments over a rail that loses, refuses and dies, on a database of their own: runs apps/payments/src/many-payments.test.ts with
// that many, which prints the figures. One argument at most: another number of payments.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const [count = '1000', ...more] = process.argv.slice(2);
if (more.length > 0 || !/^[1-9]\d{0,4}$/.test(count)) {
  console.error('usage: npm run try:rail [-- <payments>], 1 to 99999');
  process.exit(2);
}
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const { status } = spawnSync(process.execPath, [vitest, 'run', 'apps/payments/src/many-payments.test.ts'], {
  cwd: root,
  env: { ...process.env, TRY_PAYMENTS: count },
  stdio: 'inherit',
});
process.exit(status ?? 1);
