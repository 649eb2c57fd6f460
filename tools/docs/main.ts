// Writes the tables of each server's README (tools, resources, prompts, roles) and the page of roles from what the servers are, and the list
// of decisions from the records of them; with --check, says what is out of date and exits 1.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVERS } from '@supercargo/kernel';
import type { ServerDefinition } from '@supercargo/mcp-kit';
import { appFolder, serverCsvTables, serverDefinition } from '../servers.ts';
import { decisionsPage } from './decisions-page.ts';
import { importPage } from './import-page.ts';
import { rolesPage } from './roles.ts';
import { tablesOf, withTable } from './tables.ts';

const DECISIONS = 'docs/decisions/README.md';
const check = process.argv.includes('--check');

function mend(app: string, definition: ServerDefinition): string | undefined {
  const path = join(appFolder(app), 'README.md');
  const document = readFileSync(path, 'utf8');
  let mended = document;
  for (const [name, table] of Object.entries(tablesOf(definition))) {
    const next = withTable(mended, name, table);
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

const pathOf = (page: string): string => join(import.meta.dirname, '..', '..', page);

/** A page that is generated, whole or in part. */
function mendPage(name: string, document: string): string | undefined {
  const path = pathOf(name);
  if (existsSync(path) && readFileSync(path, 'utf8') === document) return undefined;
  if (check) return `${name} is not what it is made from: run npm run generate:docs`;
  writeFileSync(path, document);
  return undefined;
}

/** The records of decisions, by the names of their files. */
function decisionRecords(): Readonly<Record<string, string>> {
  const files = readdirSync(pathOf('docs/decisions')).filter((file) => /^\d{4}-.+\.md$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(pathOf(`docs/decisions/${file}`), 'utf8')]));
}

const definitions: ServerDefinition[] = [];
for (const server of SERVERS) definitions.push(await serverDefinition(server));
const csvTables = await Promise.all(
  SERVERS.map(async (server) => ({ server, csvTables: await serverCsvTables(server) })),
);
const findings = [
  ...definitions.map((definition) => mend(definition.name, definition)),
  mendPage('docs/roles.md', rolesPage(definitions)),
  mendPage('docs/import.md', importPage(readFileSync(pathOf('docs/import.md'), 'utf8'), csvTables)),
  mendPage(DECISIONS, decisionsPage(readFileSync(pathOf(DECISIONS), 'utf8'), decisionRecords())),
];
for (const finding of findings) {
  if (finding === undefined) continue;
  console.error(finding);
  process.exitCode = 1;
}
