// Writes the tables of each server's README (tools, resources, prompts, roles) from what the server is; with --check, says what is out of
// date and exits 1.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerDefinition } from '@supercargo/mcp-kit';
import { appFolder, serverDefinition, serverNames } from '../servers.ts';
import { TABLES, withTable } from './tables.ts';

const check = process.argv.includes('--check');

function mend(app: string, definition: ServerDefinition): string | undefined {
  const path = join(appFolder(app), 'README.md');
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
  if (check) return `apps/${app}/README.md is not what the server is: run npm run generate:docs`;
  writeFileSync(path, mended);
  return undefined;
}

for (const app of serverNames()) {
  const finding = mend(app, await serverDefinition(app));
  if (finding === undefined) continue;
  console.error(finding);
  process.exitCode = 1;
}
