import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CsvTable } from '@supercargo/imports';
import type { ServerDefinition } from '@supercargo/mcp-kit';

const apps = join(import.meta.dirname, '..', 'apps');

/** Where an app lives. */
export const appFolder = (app: string): string => join(apps, app);

const serverFile = (app: string): string => join(appFolder(app), 'src', 'server.ts');

/** The servers of this checkout: an app is one where it has a server.ts. */
export function serverNames(): readonly string[] {
  return readdirSync(apps).filter((app) => existsSync(serverFile(app)));
}

/** A server as a value. Its server.ts exports its definition under its name. */
export async function serverDefinition(server: string): Promise<ServerDefinition> {
  const module = (await import(pathToFileURL(serverFile(server)).href)) as Readonly<
    Record<string, ServerDefinition | undefined>
  >;
  const definition = module[server];
  if (definition === undefined) throw new Error(`apps/${server}/src/server.ts exports no ${server}`);
  return definition;
}

/** What can be imported into a server from CSV. Its `src/import/csv/tables/all.ts` lists it; a server without one takes none. */
export async function serverCsvTables(server: string): Promise<readonly CsvTable[]> {
  const file = join(appFolder(server), 'src', 'import', 'csv', 'tables', 'all.ts');
  if (!existsSync(file)) return [];
  const module = (await import(pathToFileURL(file).href)) as { readonly CSV_TABLES?: readonly CsvTable[] };
  if (module.CSV_TABLES === undefined) throw new Error(`${file} exports no CSV_TABLES`);
  return module.CSV_TABLES;
}
