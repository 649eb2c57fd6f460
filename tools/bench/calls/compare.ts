import { join } from 'node:path';
import { checkoutOf } from '@supercargo/cluster';
import { PERSON } from '../founding.ts';
import { figuresOf, medianOf, Side, type Figures } from '../side.ts';
import { ITEMS, type Companies } from './companies.ts';
import type { Comparison } from './report.ts';

export const ROUNDS = 5;
const warmUpSeconds = 10;
const readers = 8;

/** What a governed call costs beside what its walls alone cost: the sides take turns, each in a process of its own. */
export async function compare(companies: Companies, seconds: number): Promise<Comparison> {
  const bare = new Side(join(import.meta.dirname, 'bare.ts'), companies.env);
  const calls = new Side(join(checkoutOf(), 'apps', 'inventory', 'src', 'bench', 'calls.bench.ts'), companies.env);
  const read = { callers: readers, tenants: companies.tenants, person: PERSON, items: ITEMS };
  const kinds = [
    { side: bare, round: { ...read, work: 'plain' } },
    { side: bare, round: { ...read, work: 'together' } },
    { side: calls, round: { ...read, work: 'get_stock' } },
    { side: calls, round: { ...read, work: 'create_reorder', callers: 1 } },
  ] as const;
  const results: Figures[][] = kinds.map(() => []);
  for (const { side, round } of kinds) await side.play({ ...round, seconds: warmUpSeconds });
  // What PostgreSQL does by itself within minutes: a ledger's tables are counted when they have rows, and found by their keys from then on.
  await companies.countRows();
  for (let at = 0; at < ROUNDS; at += 1) {
    for (const [kind, { side, round }] of kinds.entries()) {
      results[kind]?.push(figuresOf(await side.play({ ...round, seconds }), seconds));
    }
  }
  await Promise.all([bare.close(), calls.close()]);
  const [plain, together, getStock, createReorder] = results.map(medianOf);
  if (plain === undefined || together === undefined || getStock === undefined || createReorder === undefined) {
    throw new Error('a side gave no figures');
  }
  return { plain, together, getStock, createReorder };
}
