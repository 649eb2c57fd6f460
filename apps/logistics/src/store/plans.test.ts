import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenantId } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { carrierIds, isCarrier } from './carriers.ts';
import { listDelayed } from './delayed.ts';
import { driverIds, driversOf, readDriver, readRegion, regionIds } from './drivers.ts';
import { eventsOf, linesOf, reroutesOf } from './history.ts';
import { readPerformance } from './performance.ts';
import { readReroute } from './reroutes.ts';
import { readLegs, readRoute, routeIds, routesOnLane, underWay } from './routes.ts';
import { readShipment } from './shipments.ts';

const database = await testDatabase();
const day = '2026-11-21';
const none = { carrierId: null, country: null, mode: null };

/** Every statement that these reads send. */
async function statements(): Promise<readonly Statement[]> {
  const sent = new Map<string, Statement>();
  await database.door('supercargo_logistics').read(TenantId.parse('acme'), async (tx) => {
    const heard: TenantTx = {
      ...tx,
      query: (statement, parameters) => {
        sent.set(statement.name, statement);
        return tx.query(statement, parameters);
      },
    };
    await Promise.all([
      ...[
        isCarrier(heard, 'x'),
        carrierIds(heard),
        readShipment(heard, 'x'),
        readReroute(heard, '00000000-0000-4000-8000-000000000000'),
      ],
      listDelayed(
        heard,
        { ...none, today: day, open: true, delivered: true, daysLateMin: 1 },
        { after: null, limit: 1 },
      ),
      ...[linesOf(heard, 'x', 1), eventsOf(heard, 'x', 1), reroutesOf(heard, 'x', 1)],
      readPerformance(heard, { ...none, by: 'carrier', since: day, until: day, origin: null, destination: null }, 1),
      ...[
        readRoute(heard, 'x'),
        routesOnLane(heard, 'x', 'y', 1),
        readLegs(heard, 'x'),
        routeIds(heard),
        underWay(heard, 'x', day),
      ],
      ...[readDriver(heard, 'x'), driversOf(heard, 'x', 1), driverIds(heard), readRegion(heard, 'x'), regionIds(heard)],
    ]);
  });
  return [...sent.values()];
}

type Node = Readonly<Record<string, unknown>>;

function nodesOf(plan: Node): readonly Node[] {
  return [plan, ...((plan['Plans'] ?? []) as readonly Node[]).flatMap(nodesOf)];
}

const sent = await statements();

async function planOf(text: string, analyze = false): Promise<Node> {
  const client = await database.adminClient();
  await client.query(
    `begin; set local role supercargo_logistics; set local app.tenant = 'acme'${analyze ? '' : '; set local enable_seqscan = off'}`,
  );
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
    `explain (${analyze ? 'analyze' : 'generic_plan'}, format json) ${text}`,
  );
  await client.end();
  return rows[0]?.['QUERY PLAN'][0]?.Plan ?? {};
}

test('every statement of the store is among these', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const written = files.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/name: '(logistics_\w+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(written.length).toBeGreaterThan(10);
  expect(sent.map(({ name }) => name).sort()).toEqual(written.sort());
});

// Where a table could be read only whole, the planner has to do so though it is told not to: then the statement names no tenant.
test.each(sent.map((statement) => [statement.name, statement] as const))(
  '%s reads each table from its tenant’s range of an index',
  async (_name, { text }) => {
    const reads = nodesOf(await planOf(text)).filter((node) => node['Relation Name'] !== undefined);
    expect(reads.length).toBeGreaterThan(0);
    for (const node of reads) {
      const from = String(node['Index Cond'] ?? node['Recheck Cond'] ?? node['Node Type']);
      expect(from, String(node['Relation Name'])).toMatch(/tenant_id = (app\.tenant\(\)|\w+\.tenant_id)/);
    }
  },
);

test(
  'a page of late shipments reads as many rows as it shows, whatever the company has',
  { timeout: 60_000 },
  async () => {
    await database.admin(
      `insert into logistics.shipment (tenant_id, id, flow, promised_on, delivered_on, state)
     select 'acme', 'S-' || n, 'inbound', date '2026-01-01' + n % 200, case when n % 2 = 0 then date '2026-11-01' end,
       case when n % 2 = 0 then 'delivered' else 'in_transit' end
     from generate_series(1, 10000) n`,
    );
    await database.admin('analyze logistics.shipment');
    const { text } = sent.find(({ name }) => name === 'logistics_delayed') ?? { text: '' };
    const values: Readonly<Record<string, string>> = {
      ...{
        $1: `date '${day}'`,
        $2: 'true',
        $3: 'true',
        $4: 'null',
        $5: 'null',
        $6: 'null',
        $7: '1',
        $8: 'null::integer',
        $9: 'null::text',
        $10: '21',
      },
    };
    const plan = await planOf(
      text.replace(/\$\d+/g, (name) => `(${values[name] ?? ''})`),
      true,
    );
    const scans = nodesOf(plan).filter((node) => node['Relation Name'] === 'shipment');
    for (const node of scans) expect(Number(node['Actual Rows']) * Number(node['Actual Loops'])).toBeLessThan(50);
  },
);
