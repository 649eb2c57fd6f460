import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { REROUTE_TRANSITIONS, ROUTE_TRANSITIONS } from '../domain/reroute.ts';
import { SHIPMENT_STATES, SHIPMENT_TRANSITIONS } from '../domain/shipment.ts';
import { LOGISTICS } from '../logistics.fixture.ts';

const database = await testDatabase();
const acme = await foundTenant(database);
await LOGISTICS.load(database, acme);

const TABLES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  shipment: SHIPMENT_TRANSITIONS,
  reroute: REROUTE_TRANSITIONS,
  route: ROUTE_TRANSITIONS,
};

test('the database and the code have the same transitions', async () => {
  const rows = await database.admin<{ thing: string; from_state: string; to_state: string }>(
    'select thing, from_state, to_state from logistics.transition',
  );
  const stored = rows.map((row) => `${row.thing} ${row.from_state} ${row.to_state}`).sort();
  const written = Object.entries(TABLES).flatMap(([thing, table]) =>
    Object.entries(table).flatMap(([from, all]) => all.map((to) => `${thing} ${from} ${to}`)),
  );
  expect(stored).toEqual(written.sort());
});

test.each(SHIPMENT_STATES.flatMap((from) => SHIPMENT_STATES.map((to) => [from, to] as const)))(
  'whoever writes it, a shipment goes from %s to %s only if it may',
  async (from, to) => {
    const id = `${from}-${to}`;
    const deliveredOn = (state: string): string | null => (state === 'delivered' ? '2026-11-01' : null);
    await database.admin(
      `insert into logistics.shipment (tenant_id, id, flow, state, delivered_on) values ('acme', $1, 'inbound', $2, $3)`,
      [id, from, deliveredOn(from)],
    );
    const move = database.admin(
      `update logistics.shipment set state = $2, delivered_on = $3 where tenant_id = 'acme' and id = $1`,
      [id, to, deliveredOn(to)],
    );
    const may = from === to || SHIPMENT_TRANSITIONS[from].includes(to);
    await (may
      ? expect(move).resolves.toEqual([])
      : expect(move).rejects.toThrow(`a shipment does not go from ${from} to ${to}`));
  },
);

test.each(['closed', 'active'])('a closed route does not become %s unless it is', async (to) => {
  await database.admin(
    `update logistics.route set state = 'closed' where tenant_id = 'acme' and id = 'RT-NORD-NLRTM-DEHAM'`,
  );
  const move = database.admin(
    `update logistics.route set state = $1 where tenant_id = 'acme' and id = 'RT-NORD-NLRTM-DEHAM'`,
    [to],
  );
  await (to === 'closed'
    ? expect(move).resolves.toEqual([])
    : expect(move).rejects.toThrow('a route does not go from closed'));
});

test('what happened is never edited, and a shipment stays with its customer', async () => {
  await expect(database.admin(`update logistics.shipment_event set kind = 'arrived'`)).rejects.toThrow('never edited');
  await expect(database.admin(`delete from logistics.shipment_event`)).rejects.toThrow('never edited');
  await expect(
    database.admin(
      `update logistics.shipment set customer_id = 'CUS-CARLA' where tenant_id = 'acme' and id = 'SHP-2002'`,
    ),
  ).rejects.toThrow('stays with its customer');
});

test('a shipment has one driver at a time', async () => {
  const assign = `insert into logistics.assignment (tenant_id, id, shipment_id, driver_id) values ('acme', gen_random_uuid(), 'SHP-2006', 'DRV-12')`;
  await expect(database.admin(assign)).rejects.toThrow('assignment_shipment');
});
