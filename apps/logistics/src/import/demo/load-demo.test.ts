import { createHash } from 'node:crypto';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { describe, expect, test } from 'vitest';
import type { DemoFacts, DemoShipment } from './facts.ts';
import { DEMO } from './load-demo.ts';
import { ROUTES } from './network.ts';
import { acmePast } from './past.ts';
import { acmeStory } from './story.ts';

const DAYS = ['2026-11-21', '2028-03-01'] as const;
const digestOf = (all: DemoFacts['shipments']): string =>
  createHash('sha256').update(JSON.stringify(all)).digest('hex');

test('the same day gives the same shipments, to the byte, and another day other ones', () => {
  const [today, other] = DAYS;
  expect(digestOf(acmePast(today))).toBe(digestOf(acmePast(today)));
  expect(digestOf(acmePast(today))).not.toBe(digestOf(acmePast(other)));
  expect(digestOf([...acmeStory(today), ...acmePast(today)])).toBe(
    '4f9b7d7126ca03d2229781c531b3d22ad48ded4bfdcec03dbc5739718d6e2842',
  );
});

describe.each(DAYS)('acme on %s', (today) => {
  const past = acmePast(today);
  const delivered = past.filter(({ state }) => state === 'delivered');
  const isLate = ({ promised, delivered: on }: DemoShipment): boolean => (on ?? today) > (promised ?? today);

  test('three hundred arrived within a year, the last of them before today', () => {
    expect(delivered).toHaveLength(300);
    const days = delivered.map((shipment) => shipment.delivered ?? '').sort();
    expect(days.at(-1) ?? '').toSatisfy((day: string) => day < today);
    expect((Date.parse(today) - Date.parse(days[0] ?? '')) / 86_400_000).toBeLessThanOrEqual(365);
  });

  test('everything left before it arrived, and what is late says why', () => {
    const wrong = past.filter(
      ({ shipped, delivered: on, events }) =>
        (on !== null && (shipped ?? '') > on) ||
        [...events].some((event, at) => at > 0 && event.on < (events[at - 1]?.on ?? '')),
    );
    expect(wrong).toEqual([]);
    expect(delivered.filter((one) => isLate(one) && !one.events.some(({ kind }) => kind === 'delayed'))).toEqual([]);
  });

  test('on the lane from Santos the carriers differ by enough to choose one', () => {
    const onTime = (route: keyof typeof ROUTES): number => {
      const own = delivered.filter((one) => one.route === ROUTES[route]);
      return own.filter((one) => !isLate(one)).length / own.length;
    };
    expect(onTime('santosByBlue')).toBeLessThan(0.75);
    expect(onTime('santosByAtlas')).toBeGreaterThan(onTime('santosByBlue'));
    expect(onTime('santosBySwift')).toBeGreaterThan(0.85);
  });

  test('some weights and freights were not captured, and say so; no number of a shipment is twice', () => {
    expect(delivered.filter(({ weightG }) => weightG === null).length).toBeGreaterThan(2);
    expect(past.filter(({ freightMinor, freightSaid }) => (freightMinor === null) === (freightSaid === null))).toEqual(
      [],
    );
    const ids = [...past, ...acmeStory(today)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('two dozen are under way, some of them late', () => {
    const open = past.filter(({ state }) => state === 'in_transit');
    expect(open).toHaveLength(24);
    expect(open.filter(isLate)).toHaveLength(8);
  });
});

test('the story: one stuck in customs six days after its promise, with other ways on from where it is', () => {
  const stuck = acmeStory('2026-11-21').find(({ id }) => id === 'SHP-2002');
  expect(stuck).toMatchObject({
    ...{ state: 'customs', promised: '2026-11-15', delivered: null, customer: 'CUS-CARLOS', locatedAt: 'NLRTM' },
    route: { carrier: 'CAR-BLUE', origin: 'BRSSZ', destination: 'DEHAM', mode: 'sea' },
    lines: [{ order: 'SO-1002', quantity: 120, valueMinor: 228_000 }],
  });
});

describe('in the database', async () => {
  const database = await testDatabase();
  const door = database.door('supercargo_importer', { connectionsMax: 2 });
  const load = async (tenant: string, extent: 'core' | 'whole'): Promise<boolean> => {
    const today = new Date().toISOString().slice(0, 10);
    return door.write(tenants[tenant] ?? acme, (tx) =>
      DEMO.load(tx, { tenant: tx.tenant, currency: 'EUR', today, extent }),
    );
  };
  const acme = await foundTenant(database);
  const globex = await foundTenant(database, { tenant: 'globex' });
  const tenants: Readonly<Record<string, typeof acme>> = { acme, globex };
  const counts = async (tenant: string): Promise<readonly unknown[]> =>
    Promise.all(
      ['shipment', 'shipment_line', 'shipment_event', 'route_leg', 'assignment'].map(async (table) => {
        const [row] = await database.admin<{ rows: number }>(
          `select count(*)::int as rows from logistics.${table} where tenant_id = $1`,
          [tenant],
        );
        return row?.rows;
      }),
    );

  test('the story first, then the rest; a second load writes nothing, twice at once neither', async () => {
    expect(await load('acme', 'core')).toBe(true);
    expect(await load('acme', 'core')).toBe(false);
    expect(await Promise.all([load('acme', 'whole'), load('acme', 'whole')])).toContain(true);
    const before = await counts('acme');
    expect(before[0]).toBe(333);
    expect(await load('acme', 'whole')).toBe(false);
    expect(await counts('acme')).toEqual(before);
  });

  test('the other company has other shipments under the same numbers', async () => {
    expect(await load('globex', 'whole')).toBe(true);
    const rows = await database.admin(
      `select s.tenant_id, c.name, s.weight_g::int from logistics.shipment s
       join logistics.carrier c on c.tenant_id = s.tenant_id and c.id = s.carrier_id where s.id = 'SHP-2002' order by 1`,
    );
    expect(rows).toEqual([
      { tenant_id: 'acme', name: 'Blue Anchor Shipping', weight_g: 132_000 },
      { tenant_id: 'globex', name: 'Linea Azzurra', weight_g: 190_000 },
    ]);
  });
});
