import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, serverNames } from '../servers.ts';

/** `npm run generate:definitions`: writes what clients see of every tool beside the tools, to be reviewed as a diff. */
for (const server of serverNames()) {
  const printed = execFileSync(process.execPath, [join(appFolder(server), 'src', 'main.ts'), 'definitions'], {
    encoding: 'utf8',
  });
  const definitions = JSON.parse(printed) as readonly { readonly name: string }[];
  const folder = join(appFolder(server), 'src', 'tools', '__snapshots__');
  mkdirSync(folder, { recursive: true });
  const files = definitions.map(({ name }) => `${name.replaceAll('_', '-')}.snap.json`);
  for (const stale of readdirSync(folder).filter((file) => !files.includes(file))) rmSync(join(folder, stale));
  definitions.forEach((definition, index) => {
    writeFileSync(join(folder, files[index] ?? ''), `${JSON.stringify(definition, null, 2)}\n`);
  });
}
