import type { TenantTx } from '@supercargo/tenancy';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { LOGISTICS } from './logistics.fixture.ts';

const database = await testDatabase();
const acme = await foundTenant(database);
const globex = await foundTenant(database, { tenant: 'globex' });
await LOGISTICS.load(database, acme);
await LOGISTICS.load(database, globex);
const door = database.door('supercargo_logistics_customer');

let statements = 0;
const named = (text: string): { readonly name: string; readonly text: string } => ({
  name: `customers_${(statements += 1).toString()}`,
  text,
});

/** What a customer’s session sees of a statement, in one tenant. */
function seen<Row extends object>(customer: string | null, text: string, tenant = acme): Promise<readonly Row[]> {
  return door.read(tenant, async (tx: TenantTx) => {
    if (customer !== null) await tx.query(named("select set_config('app.customer', $1, true)"), [customer]);
    return tx.query<Row & Record<string, unknown>>(named(text));
  });
}

const SHIPMENTS = 'select id from logistics.shipment order by id';
const idsOf = async (customer: string, tenant = acme): Promise<readonly string[]> =>
  (await seen<{ id: string }>(customer, SHIPMENTS, tenant)).map(({ id }) => id);

test('a customer sees their own shipments, and nobody’s purchases', async () => {
  expect(await idsOf('CUS-CARLA')).toEqual(['SHP-2001', 'SHP-2004', 'SHP-2006']);
  expect(await idsOf('CUS-CARLOS')).toEqual(['SHP-2002', 'SHP-2005']);
  expect(await idsOf('CUS-NOBODY')).toEqual([]);
});

test('the same customer number of another company is another customer', async () => {
  expect(await idsOf('CUS-CARLA', globex)).toEqual(['SHP-2002', 'SHP-2004']);
  expect(await idsOf('CUS-CARLOS', globex)).toEqual([]);
});

test.each(['shipment_line', 'shipment_event'])(
  'of logistics.%s too, asked for by another’s shipment',
  async (table) => {
    const count = `select count(*)::int as rows from logistics.${table} where shipment_id = 'SHP-2002'`;
    expect(await seen('CUS-CARLA', count)).toEqual([{ rows: 0 }]);
    const [own] = await seen<{ rows: number }>('CUS-CARLOS', count);
    expect(own?.rows).toBeGreaterThan(0);
  },
);

test.each(['shipment', 'shipment_line', 'shipment_event'])(
  'without a customer logistics.%s is no empty answer',
  async (table) => {
    await expect(seen(null, `select count(*) from logistics.${table}`)).rejects.toThrow('no customer set');
    await expect(seen('', `select count(*) from logistics.${table}`)).rejects.toThrow('no customer set');
  },
);

test.each(['freight', 'carrier', 'route', 'route_leg', 'reroute', 'driver', 'assignment', 'region', 'effect'])(
  'a customer reads nothing of logistics.%s',
  async (table) => {
    await expect(seen('CUS-CARLA', `select count(*) from logistics.${table}`)).rejects.toThrow('permission denied');
  },
);

test.each([
  "update logistics.shipment set state = 'cancelled'",
  'delete from logistics.shipment',
  "insert into logistics.shipment (tenant_id, id, flow, customer_id) values ('acme', 'SHP-9', 'outbound', 'CUS-CARLA')",
])('and writes nothing: %s', async (statement) => {
  const write = door.write(acme, async (tx) => {
    await tx.query(named("select set_config('app.customer', 'CUS-CARLA', true)"));
    return tx.query(named(statement));
  });
  await expect(write).rejects.toThrow('permission denied');
});

test('lines and events are of their shipment’s customer, whatever their writer says', async () => {
  await database.admin(
    `insert into logistics.shipment_line (tenant_id, shipment_id, line_id, customer_id) values ('acme', 'SHP-2001', 'x', 'CUS-CARLOS')`,
  );
  const [row] = await database.admin<{ customer_id: string }>(
    `update logistics.shipment_line set customer_id = 'CUS-CARLOS' where tenant_id = 'acme' and line_id = 'x' returning customer_id`,
  );
  expect(row).toEqual({ customer_id: 'CUS-CARLA' });
});
