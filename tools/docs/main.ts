// Writes the tables of each server's README (tools, resources, prompts, roles) from what the server is; with --check, says what is out of
// date and exits 1.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServerDefinition } from '@supercargo/mcp-kit';

import { TABLES, withTable } from './tables.ts';

const apps = join(import.meta.dirname, '..', '..', 'apps');
const check = process.argv.includes('--check');

/** An app is a server where it has a server.ts, which exports its definition under the server's name. */
async function serverOf(app: string): Promise<ServerDefinition | undefined> {
  const path = join(apps, app, 'src', 'server.ts');
  if (!existsSync(path)) return undefined;
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, ServerDefinition | undefined>>;
  const definition = module[app];
  if (definition === undefined) throw new Error(`apps/${app}/src/server.ts exports no ${app}`);
  return definition;
}

function mend(app: string, definition: ServerDefinition): string | undefined {
  const path = join(apps, app, 'README.md');
  const document = readFileSync(path, 'utf8');
  let mended = document;
  for (const [name, tableOf] of Object.entries(TABLES)) {
    const next = withTable(mended, name, tableOf(definition));
    if (next === undefined) {
      return `apps/${app}/README.md has no place for its ${name}: <!-- ${name}:begin --> … <!-- ${name}:end -->`;
    }
    mended = next;
  }
  if (mended === document) return undefined;
  if (check) return `apps/${app}/README.md is not what the server is: run node tools/docs/main.ts`;
  writeFileSync(path, mended);
  return undefined;
}

for (const app of readdirSync(apps)) {
  const definition = await serverOf(app);
  const finding = definition === undefined ? undefined : mend(app, definition);
  if (finding === undefined) continue;
  console.error(finding);
  process.exitCode = 1;
}
