// Writes the tool table of each server's README from the published definitions beside its tools; with --check, says what
// is out of date and exits 1.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { BEGIN, END, toolTable, withTable, type PublishedTool } from './tool-table.ts';

const apps = join(import.meta.dirname, '..', '..', 'apps');
const check = process.argv.includes('--check');

/** The servers are the apps that have published definitions. */
function definitionsOf(app: string): readonly PublishedTool[] {
  const folder = join(apps, app, 'src', 'tools', '__snapshots__');
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.snap.json'))
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as PublishedTool);
  } catch {
    return [];
  }
}

function mend(app: string, tools: readonly PublishedTool[]): string | undefined {
  const path = join(apps, app, 'README.md');
  const document = readFileSync(path, 'utf8');
  const mended = withTable(document, toolTable(tools));
  if (mended === undefined) return `apps/${app}/README.md has no place for its tools: ${BEGIN} … ${END}`;
  if (mended === document) return undefined;
  if (check) return `apps/${app}/README.md does not list the tools as they are: run node tools/docs/main.ts`;
  writeFileSync(path, mended);
  return undefined;
}

for (const app of readdirSync(apps)) {
  const tools = definitionsOf(app);
  const finding = tools.length === 0 ? undefined : mend(app, tools);
  if (finding === undefined) continue;
  console.error(finding);
  process.exitCode = 1;
}
