// Bundles one app into dist/<app>/main.js: our own code in one file, outside packages imported from node_modules, since
// some carry binaries or find files beside themselves. Argument: the folder of the app, such as apps/inventory.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');
const app = process.argv[2]?.replace(/\/$/, '') ?? '';
const entry = join(root, app, 'src', 'main.ts');

if (!/^apps\/[a-z-]+$/.test(app) || !existsSync(entry)) {
  console.error('usage: node tools/build/main.ts apps/<name>, an app with a src/main.ts');
  process.exit(2);
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};
const outside = Object.keys(manifest.dependencies).flatMap((name) => [name, `${name}/*`]);
const outfile = join(root, 'dist', app, 'main.js');

rmSync(join(root, 'dist', app), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  external: outside,
  sourcemap: true,
  loader: { '.sql': 'text' },
  logLevel: 'warning',
});
console.log(`dist/${app}/main.js`);
