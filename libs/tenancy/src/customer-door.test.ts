import { CustomerId, type TenantId } from '@supercargo/kernel';
import { fillWall, testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';

// The door of a customer's login: each transaction is for one customer of one tenant, or for nobody.
const database = await testDatabase();
/** One connection, so that each transaction follows the last on the same session. */
const door = database.door('supercargo_orders_customer', { connectionsMax: 1 });
const acme = 'acme' as TenantId;
const carla = CustomerId.parse('CUS-CARLA');
const carlos = CustomerId.parse('CUS-CARLOS');

beforeAll(async () => {
  await fillWall(await database.adminClient());
});

const WHOSE = { name: 'whose', text: 'select distinct customer_id from orders.sales_order order by 1' };
const RECORD = {
  name: 'record',
  text: 'insert into audit.entry (tenant_id, record) values (app.tenant(), $1)',
};
const recordOf = (customer?: string, more: object = {}): string =>
  JSON.stringify({
    kind: 'call',
    tenant: 'acme',
    server: 'orders',
    ...(customer === undefined ? {} : { customer }),
    ...more,
  });

test('each transaction sees the rows of its customer, whoever used the connection before', async () => {
  for (const customer of [carla, carlos, carla]) {
    expect(await door.forCustomer(customer).read(acme, (tx) => tx.query(WHOSE))).toEqual([{ customer_id: customer }]);
    expect(await door.forCustomer(customer).write(acme, (tx) => tx.query(WHOSE))).toEqual([{ customer_id: customer }]);
  }
});

test('without a customer it is an error, also right after another’s transaction', async () => {
  await door.forCustomer(carla).read(acme, (tx) => tx.query(WHOSE));
  await expect(door.read(acme, (tx) => tx.query(WHOSE))).rejects.toThrow('no customer set');
  await expect(door.write(acme, (tx) => tx.query(WHOSE))).rejects.toThrow('no customer set');
});

test('a transaction that fails leaves its customer behind nowhere', async () => {
  const failing = door.forCustomer(carla).read(acme, () => Promise.reject(new Error('half way')));
  await expect(failing).rejects.toThrow('half way');
  await expect(door.read(acme, (tx) => tx.query(WHOSE))).rejects.toThrow('no customer set');
});

test('a record is of the customer of its transaction, and of nobody else’s, nobody’s or another kind', async () => {
  const own = door.forCustomer(carla);
  await expect(own.append(acme, RECORD, [recordOf('CUS-CARLA')])).resolves.toBeUndefined();
  for (const record of [
    ...[recordOf('CUS-CARLOS'), recordOf(), recordOf('')],
    ...[recordOf('CUS-CARLA', { kind: 'decided' }), recordOf('CUS-CARLA', { server: 'returns' })],
    recordOf('CUS-CARLA', { tenant: 'globex' }),
  ]) {
    await expect(own.append(acme, RECORD, [record]), record).rejects.toThrow('row-level security');
  }
  // Where staff are refused the transaction is for nobody.
  await expect(door.append(acme, RECORD, [recordOf()])).resolves.toBeUndefined();
  await expect(door.append(acme, RECORD, [recordOf('CUS-CARLA')])).rejects.toThrow('row-level security');
});

test('the login of customers reads no record, person, request or policy', async () => {
  for (const table of [
    'audit.entry',
    'people.person',
    'people.tenant',
    'approval.request',
    'approval.plan',
    'policy.rule',
  ]) {
    const count = { name: `count ${table}`, text: `select count(*) from ${table}` };
    await expect(
      door.forCustomer(carla).read(acme, (tx) => tx.query(count)),
      table,
    ).rejects.toThrow('permission denied');
  }
});

test('how somebody stands is said of active customers alone, and not where the transaction is for nobody', async () => {
  await database.admin(
    `insert into people.person (tenant_id, id, name, roles, active)
     values ('acme', 'carla', 'Carla', '{customer}', true), ('acme', 'cleo', 'Cleo', '{customer}', false)`,
  );
  const standing = (person: string): { readonly name: string; readonly text: string } => ({
    name: `standing ${person}`,
    text: `select active, stopped from policy.standing_of_customer('${person}', 'an agent', null, 'my_orders')`,
  });
  const said = async (person: string): Promise<unknown> =>
    (await door.forCustomer(carla).read(acme, (tx) => tx.query(standing(person))))[0];
  expect(await said('carla')).toEqual({ active: true, stopped: null });
  for (const person of ['cleo', 'mara', 'nobody']) expect(await said(person)).toEqual({ active: false, stopped: null });
  await expect(door.read(acme, (tx) => tx.query(standing('carla')))).rejects.toThrow('no customer set');
});

test('a customer’s id that is not one never reaches a statement, whatever it is', async () => {
  const closed = database.door('supercargo_orders_customer', { port: 1, connectionsMax: 1 });
  const notOne = fc
    .oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom(`CUS'; select 1; --`, 'CUS\n', '', "'", '\\'))
    .filter((text) => !CustomerId.safeParse(text).success);
  await fc.assert(
    fc.asyncProperty(notOne, async (text) => {
      // Nothing listens on this port: another error than a refused id would be a connection's.
      const work = closed.forCustomer(text as CustomerId).read(acme, async () => 1);
      await expect(work).rejects.toMatchObject({ name: 'ZodError' });
    }),
    { numRuns: 200 },
  );
});
