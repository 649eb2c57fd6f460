import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import type { ServerName } from '@supercargo/kernel';
import { serverDefinition } from '../../servers.ts';
import type { Say } from '../database.ts';
import { casesOf } from './cases.ts';
import { dropLoaded, openLoaded } from './database.ts';
import { measure } from './measure.ts';
import { readingOf } from './reading.ts';
import type { ServerReads } from './report.ts';

export type ListOptions = {
  /** Of each list in the large database. */
  readonly rows: number;
  /** How long each read is asked for in each round, with few rows and with many. */
  readonly seconds: number;
  /** Whether the databases stay for the next run. */
  readonly keep: boolean;
};

/** Of each list in the small one: a hundred in each company. */
const FEW = 10_000;

/** Every read of a server, with few rows and with many, in one run. Its plans in full are written to a file. */
export async function runLists(server: ServerName, options: ListOptions, say: Say): Promise<ServerReads> {
  const definition = await serverDefinition(server);
  const { cases, missing } = casesOf(definition);
  if (missing.length > 0) {
    throw new Error(`no case reads ${missing.join(', ')}: add one to tools/bench/lists/cases/${server}.ts`);
  }
  const sizes = [FEW, options.rows] as const;
  await dropLoaded(server, sizes);
  const [few, many] = [await openLoaded(server, sizes[0], say), await openLoaded(server, sizes[1], say)];
  try {
    say(`${server}: ${cases.length} reads`);
    const reads = await measure([readingOf(definition, few), readingOf(definition, many)], cases, options.seconds);
    say(`${server}: the plans in full are in ${writePlans(server, reads)}`);
    return {
      server,
      rows: [few.rows, many.rows].map((rows) => rows * many.tenants.length) as [number, number],
      companies: many.tenants.length,
      reads,
    };
  } finally {
    await Promise.all([few.door.close(), many.door.close()]);
    if (!options.keep) await dropLoaded(server, []);
  }
}

function writePlans(server: ServerName, reads: ServerReads['reads']): string {
  const folder = join(checkoutOf(), 'dist', 'bench', 'plans');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${server}.json`);
  const plans = reads.map(({ name, plans: of }) => ({
    read: name,
    statements: of.map(({ statement, made, milliseconds, blocks, answer }) => ({
      statement,
      made,
      milliseconds,
      blocks,
      answer,
    })),
  }));
  writeFileSync(file, `${JSON.stringify(plans, null, 1)}\n`);
  return file;
}
