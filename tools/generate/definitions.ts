import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder, serverDefinition, serverNames } from '../servers.ts';

/** `npm run generate:definitions`: writes what clients see of every tool beside the tools, to be reviewed as a diff. */
function definitionsOf(server: string, profile: 'internal' | 'customer'): readonly { readonly name: string }[] {
  const main = join(appFolder(server), 'src', 'main.ts');
  const env = { ...process.env, SUPERCARGO_PROFILE: profile };
  const printed = execFileSync(process.execPath, [main, 'definitions'], { encoding: 'utf8', env });
  return JSON.parse(printed) as readonly { readonly name: string }[];
}

for (const server of serverNames()) {
  const { customers } = await serverDefinition(server);
  const forCustomers = customers === undefined ? [] : definitionsOf(server, 'customer');
  const definitions = [...definitionsOf(server, 'internal'), ...forCustomers];
  const folder = join(appFolder(server), 'src', 'tools', '__snapshots__');
  mkdirSync(folder, { recursive: true });
  const files = definitions.map(({ name }) => `${name.replaceAll('_', '-')}.snap.json`);
  for (const stale of readdirSync(folder).filter((file) => !files.includes(file))) rmSync(join(folder, stale));
  definitions.forEach((definition, index) => {
    writeFileSync(join(folder, files[index] ?? ''), `${JSON.stringify(definition, null, 2)}\n`);
  });
}
