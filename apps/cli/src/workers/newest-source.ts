import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';

/** When the newest file that a program runs was last changed: its own, the libraries' and the lock of the packages. Milliseconds. */
export function newestSource(app: ServerName | 'idp' | 'console'): number {
  const root = checkoutOf();
  const folders = [join(root, 'apps', app, 'src'), join(root, 'libs'), join(root, 'prisma')];
  const files = folders.flatMap(sourcesIn);
  return Math.max(...[...files, join(root, 'package-lock.json')].map((path) => statSync(path).mtimeMs));
}

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json|sql)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .filter((entry) => !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}
