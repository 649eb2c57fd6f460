import { withClient } from '@supercargo/cluster';
import type { ReadCase } from './case.ts';
import { plansOf, read, type Reading } from './reading.ts';
import { measuredOf, type Measured } from './judged.ts';

export const ROUNDS = 5;
const WARM_UP_CALLS = 20;

/** Few and many rows take turns, so that what the machine does meanwhile meets both. */
export async function measure(
  sides: readonly [few: Reading, many: Reading],
  cases: readonly ReadCase[],
  seconds: number,
): Promise<readonly Measured[]> {
  const took = new Map(cases.map((each) => [each, sides.map((): number[] => [])]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const each of cases) {
      for (const [at, side] of sides.entries()) {
        const end = performance.now() + seconds * 1000;
        for (let nth = 0; round === 0 ? nth < WARM_UP_CALLS : nth === 0 || performance.now() < end; nth += 1) {
          const startedAt = performance.now();
          await read(side, side.runtime, each, round * 1_000_003 + nth);
          if (round > 0) took.get(each)?.[at]?.push(performance.now() - startedAt);
        }
      }
    }
  }
  const pages = await Promise.all(sides.map(pagesOf));
  const rows = await rowsOf(sides[1]);
  const measured: Measured[] = [];
  for (const each of cases) {
    const [fewMs = [], manyMs = []] = took.get(each) ?? [];
    const plans = { few: await plansOf(sides[0], each), many: await plansOf(sides[1], each) };
    const whole = { few: pages[0] ?? new Map(), many: pages[1] ?? new Map() };
    measured.push(measuredOf(each, { fewMs, manyMs, plans, pages: whole, rows: rows.get(each.table) ?? 0 }));
  }
  return measured;
}

/** How long each table is, in blocks of 8 KiB. */
async function pagesOf({ admin, server }: Reading): Promise<ReadonlyMap<string, number>> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ name: string; pages: number }>(
      "select relname as name, relpages as pages from pg_class where relnamespace::regnamespace::text in ($1, 'approval', 'policy') and relkind = 'r'",
      [server],
    );
    return new Map(rows.map(({ name, pages }) => [name, pages]));
  });
}

/** How many rows each table has, as the last analysis counted or estimated them. */
async function rowsOf({ admin, server }: Reading): Promise<ReadonlyMap<string, number>> {
  return withClient(admin, async (client) => {
    const { rows } = await client.query<{ name: string; rows: number }>(
      "select relnamespace::regnamespace || '.' || relname as name, reltuples::float8 as rows from pg_class where relnamespace::regnamespace::text in ($1, 'approval') and relkind = 'r'",
      [server],
    );
    return new Map(rows.map(({ name, rows: counted }) => [name, counted]));
  });
}
