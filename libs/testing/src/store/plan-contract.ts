import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Statement } from '@supercargo/tenancy';
import { expect, test } from 'vitest';
import { nodesOf, type Planner } from './plans.ts';

/** What the contract has to know of a store. */
export interface PlanFacts {
  /** With which the names of its statements begin. */
  readonly server: string;
  /** The store's folder, and how many statements are written there, more than this. */
  readonly folder: string;
  readonly moreThan: number;
  /** Every statement of the store. */
  readonly sent: readonly Statement[];
  readonly planOf: Planner;
  /** Those that call a function: what it reads is looked at where its own statement is. */
  readonly functions?: readonly string[];
}

/** The names of the statements that are written in a folder's files, but for its tests and fixtures, where they begin like this. */
export function statementNames(folder: string, begin: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const named = new RegExp(`(?:name: |pageIn\\()'(${begin}_\\w+)'`, 'g');
  const names = files.flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(named)].map(([, name]) => name ?? ''),
  );
  return names.sort();
}

/** No statement of a store can read another tenant's rows to get at its own. Called at the top of a test file. */
export function planContract({ server, folder, moreThan, sent, planOf, functions = [] }: PlanFacts): void {
  test('every statement of the store is among these', () => {
    const written = statementNames(folder, server);
    expect(written.length).toBeGreaterThan(moreThan);
    expect(sent.map(({ name }) => name).sort()).toEqual(written);
  });

  // Where a table could be read only whole, the planner has to do so though it is told not to: then the statement names no tenant.
  test.each(
    sent.filter(({ name }) => !functions.includes(name)).map((statement) => [statement.name, statement] as const),
  )('%s reads each table from its tenant’s range of an index', async (_name, { text }) => {
    const reads = nodesOf(await planOf(text)).filter((node) => node['Relation Name'] !== undefined);
    expect(reads.length).toBeGreaterThan(0);
    for (const node of reads) {
      const from = String(node['Index Cond'] ?? node['Recheck Cond'] ?? node['Node Type']);
      expect(from, String(node['Relation Name'])).toMatch(
        /tenant_id = (CASE WHEN .* app\.no_tenant\(\) END|app\.tenant\(\)|\(InitPlan \d+\)\.col1|\w+\.tenant_id)/,
      );
      // Asked again for each row it costs as much as the row, and the planner takes it to leave a hundredth of them.
      expect(JSON.stringify([node['Filter']]), String(node['Relation Name'])).not.toContain('tenant()');
    }
  });
}
