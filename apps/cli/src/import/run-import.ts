import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { homeOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import { withDoor } from '../doors.ts';
import { Refused } from '../fault.ts';
import { runForOutput, runWithOurStreams } from '../our-streams.ts';
import type { Outside } from '../outside.ts';
import { serverMain } from '../servers.ts';

/** In MiB. Reading a long file leaves much behind that Node would let lie while the machine has room; it holds little at once. */
const MEMORY = ['--max-old-space-size=128', '--max-semi-space-size=8'];

function importing(outside: Outside, server: ServerName, args: readonly string[]): Parameters<typeof runForOutput> {
  const home = homeOf(outside.env);
  return [outside, [...MEMORY, serverMain(server), 'import', ...args], { ...outside.env, SUPERCARGO_HOME: home.path }];
}

/** Runs an import of a server, which says what comes of it; gives its exit code. */
export function runImport(outside: Outside, server: ServerName, args: readonly string[]): Promise<number> {
  return runWithOurStreams(...importing(outside, server, args));
}

/** The same, with what it says on standard output kept. */
export function runImportForOutput(
  outside: Outside,
  server: ServerName,
  args: readonly string[],
): ReturnType<typeof runForOutput> {
  return runForOutput(...importing(outside, server, args));
}

/** A home in which nothing was started has no database to import into, nor to try it in. */
export async function checkStarted(outside: Outside): Promise<void> {
  await withDoor(outside, 'supercargo_importer', () => Promise.resolve());
}

export function pathOf(outside: Outside, file: string): string {
  const path = resolve(outside.cwd, file);
  if (!existsSync(path)) throw new Refused(`there is no file ${path}`);
  return path;
}

export interface FileOptions {
  readonly tenant: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}
