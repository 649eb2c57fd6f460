import { answerOf, demoLoader, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from '../import/demo/load-demo.ts';
import { inDays, LOGISTICS } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, { ...LOGISTICS, load: demoLoader(DEMO, 'whole') });

interface Performed {
  readonly groups: readonly Record<string, unknown>[];
  readonly total: number;
}

async function perform(input: Record<string, unknown> = {}): Promise<Performed> {
  return (await answerOf(stage, 'felix', 'carrier_performance', input)) as unknown as Performed;
}

const KEYS = { carrier: 'carrier_id', mode: 'mode', country: 'country' } as const;

// Counted in another way than the tool does: row by row, here.
test.each(['carrier', 'mode', 'country'] as const)(
  'carrier_performance by %s is what the delivered shipments say',
  async (by) => {
    const rows = await database.admin<Record<string, string | null> & { late: number; full: boolean | null }>(
      `select s.${KEYS[by]} as key, s.delivered_on - s.promised_on as late, s.in_full as full, s.weight_g, f.freight_minor
     from logistics.shipment s left join logistics.freight f on f.tenant_id = s.tenant_id and f.shipment_id = s.id
     where s.tenant_id = 'acme' and s.state = 'delivered' and s.delivered_on >= $1`,
      [inDays(-365)],
    );
    const { groups, total } = await perform({ by });
    const byKey = Map.groupBy(rows, ({ key }) => key ?? null);
    expect(total).toBe(byKey.size);
    expect(groups).toHaveLength(byKey.size);
    for (const group of groups) {
      const own = byKey.get(group['key'] as string | null) ?? [];
      const late = own.map((row) => Math.max(0, row.late));
      const tenth = (value: number): number => Math.round(value * 10) / 10;
      const counted = own.filter((row) => row.full !== null);
      const priced = own.filter((row) => row['weight_g'] !== null && row['freight_minor'] !== null);
      const sum = (name: string): number => priced.reduce((all, row) => all + Number(row[name]), 0);
      expect(group, String(group['key'])).toMatchObject({
        ...{ delivered: own.length, measured: own.length, most_days_late: Math.max(...late) },
        on_time_percent: tenth((100 * late.filter((days) => days === 0).length) / own.length),
        average_days_late: tenth(late.reduce((all, days) => all + days, 0) / own.length),
        in_full_sample: counted.length,
        in_full_percent: tenth((100 * counted.filter((row) => row.full === true).length) / counted.length),
        cost_sample: priced.length,
        cost_per_kg: {
          amount: (Math.round((sum('freight_minor') * 1_000) / sum('weight_g')) / 100).toFixed(2),
          currency: 'EUR',
        },
      });
    }
    const shares = groups.map((group) => Number(group['on_time_percent']));
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
  },
);

test('a period, a carrier, a mode and a country narrow it', async () => {
  const all = await perform({ since: inDays(-400) });
  const part = await perform({ since: inDays(-100), until: inDays(-1) });
  const delivered = ({ groups }: Performed): number =>
    groups.reduce((sum, group) => sum + Number(group['delivered']), 0);
  expect(delivered(all)).toBe(303);
  expect(delivered(part)).toBeGreaterThan(20);
  expect(delivered(part)).toBeLessThan(delivered(all));
  expect(await perform({ by: 'mode', carrier: 'CAR-RAIL' })).toMatchObject({
    groups: [{ key: 'rail', name: null }],
    total: 1,
  });
  expect(await perform({ by: 'country', mode: 'air' })).toMatchObject({ groups: [{ key: 'DE' }], total: 1 });
  expect(await perform({ country: 'FR' })).toMatchObject({
    groups: [{ key: 'CAR-NORD', name: { origin: 'carrier' } }],
  });
  expect(await perform({ since: inDays(0), until: inDays(0) })).toMatchObject({ groups: [], total: 0 });
});

test('freight in another currency than the company’s is not added up with it', async () => {
  await database.admin(
    "update logistics.freight set currency = 'USD' where tenant_id = 'acme' and freight_minor is not null",
  );
  expect(await perform({ carrier: 'CAR-RAIL' })).toMatchObject({ groups: [{ cost_per_kg: null, cost_sample: 0 }] });
});

test.each([
  [{ carrier: 'CAR-NONE' }, 'carrier', 'unknown_carrier'],
  [{ since: inDays(1) }, 'since', 'empty_period'],
  [{ since: inDays(-1), until: inDays(-2) }, 'since', 'empty_period'],
])('refuses %j, and says what is accepted', async (input, field, code) => {
  const outcome = await stage.call('mara', 'carrier_performance', input);
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { step: 'perform', field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
});

test.each([{ since: '0001-01-01' }, { since: '2026-02-30' }, { by: 'driver' }])('refuses %j at once', async (input) => {
  expect(await stage.call('mara', 'carrier_performance', input)).toMatchObject({ refusal: { step: 'input' } });
  expect(stage.faults).toEqual([]);
});
