import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import * as z from 'zod';
import { endWithUs } from '../signed-in/end-with-us.ts';
import { FROZEN, REVISIONS, type Revision } from './scenarios.ts';

const program = join(checkoutOf(), 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
const RUN_MS_MAX = 600_000;

const Checks = z.array(
  z.object({
    id: z.string(),
    status: z.enum(['SUCCESS', 'FAILURE', 'WARNING', 'SKIPPED', 'INFO']),
    errorMessage: z.string().optional(),
  }),
);
export type Check = z.output<typeof Checks>[number];

export type Kind = 'server' | 'authorization';

/** Runs the suite's own command; `heard` is given all that it has printed, each time it prints. */
export async function runSuite(
  args: readonly string[],
  heard?: (printed: string) => void,
): Promise<{ readonly code: number; readonly out: string }> {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: AbortSignal.timeout(RUN_MS_MAX),
  });
  endWithUs(child);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    printed += part;
    heard?.(printed);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, out: printed };
}

/** A scenario of the suite, and what the suite says it belongs to: revisions, or `extension`. */
export interface Listed {
  readonly name: string;
  readonly of: string;
}

function listedIn(out: string): readonly Listed[] {
  return [...out.matchAll(/^ {2}- (\S+)(?: \[([^\]]*)\])?$/gm)].map(([, name = '', of = '']) => ({ name, of }));
}

/** The scenarios of one kind that the suite has, for a revision or all of them. Throws where it lists none. */
export async function listScenarios(kind: Kind, revision?: Revision): Promise<readonly Listed[]> {
  const version = revision === undefined ? [] : ['--spec-version', revision];
  const { code, out } = await runSuite(['list', `--${kind}`, ...version]);
  const listed = listedIn(out);
  if (code !== 0 || listed.length === 0) throw new Error(`the suite lists no scenarios: ${out}`);
  return listed;
}

/** What a revision requires of a server, frozen when it was released. */
async function requiredOf(revision: Revision): Promise<readonly string[]> {
  const { code, out } = await runSuite(['list', '--requirements', revision]);
  const [, server = ''] = /^Server scenarios.*\n([^]*?)\n\n/m.exec(out) ?? [];
  const required = listedIn(server).map(({ name }) => name);
  if (code !== 0 || required.length === 0) throw new Error(`the suite does not say what ${revision} requires: ${out}`);
  return required;
}

/** The scenarios of one kind for each revision. Throws where one is missing that its revision required when it was released. */
export async function catalogue(kind: Kind): Promise<ReadonlyMap<Revision, readonly string[]>> {
  const found = new Map<Revision, readonly string[]>();
  for (const revision of REVISIONS) {
    const names = (await listScenarios(kind, revision)).map(({ name }) => name);
    const required = kind === 'server' && FROZEN.includes(revision) ? await requiredOf(revision) : [];
    const missing = required.filter((name) => !names.includes(name));
    if (missing.length > 0) throw new Error(`${revision} requires ${missing.join(', ')}, which is not listed`);
    found.set(revision, names);
  }
  return found;
}

/** How the suite names a folder of results, before the scenario and the time. */
const PREFIX: Readonly<Record<Kind, string>> = { server: 'server', authorization: 'authorization-server' };

/** What the suite found, by scenario, in a folder of results that one run has filled. */
export function resultsIn(
  folder: string,
  kind: Kind,
  scenarios: readonly string[],
): ReadonlyMap<string, readonly Check[]> {
  const found = new Map<string, readonly Check[]>();
  const names = readdirSync(folder);
  for (const scenario of scenarios) {
    const start = `${PREFIX[kind]}-${scenario}-`;
    const name = names.find(
      (each) => each.startsWith(start) && /^\d{4}-\d\d-\d\dT[\d-]+Z$/.test(each.slice(start.length)),
    );
    if (name === undefined) continue;
    found.set(scenario, Checks.parse(JSON.parse(readFileSync(join(folder, name, 'checks.json'), 'utf8'))));
  }
  return found;
}
