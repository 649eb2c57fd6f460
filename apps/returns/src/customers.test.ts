import { TenantId } from '@supercargo/kernel';
import { openStage, testDatabase } from '@supercargo/testing';
import { describe, expect, test } from 'vitest';
import { newLabel, RETURNS } from './returns.fixture.ts';
import { newReturn, newSale } from './store/writes.fixture.ts';

// What the login for customers sees, whatever the tools behind it ask.
const database = await testDatabase();
const acme = await openStage(database, RETURNS);
const globex = await openStage(database, RETURNS, { founding: { tenant: 'globex' } });
const door = database.door('supercargo_returns_customer', { connectionsMax: 2 });

for (const stage of [acme, globex]) {
  for (const customer of ['CUS-CARLA', 'CUS-0003']) {
    const id = await newReturn(stage, { customer, state: 'approved' });
    await newLabel(stage, 'mara', id);
    await newSale(stage, { customer });
  }
}

let statements = 0;
/** What a statement gives to a customer of a company, who is not named where `customer` is null. */
function seen(
  customer: string | null,
  text: string,
  tenant = TenantId.parse('acme'),
): Promise<readonly Record<string, unknown>[]> {
  return door.write(tenant, async (tx) => {
    const set = { name: 'as_customer', text: "select set_config('app.customer', $1, true)" };
    if (customer !== null) await tx.query(set, [customer]);
    return tx.query({ name: `customer_${(statements += 1).toString()}`, text });
  });
}

describe.each(['rma', 'rma_line', 'label', 'sold_line'])('returns.%s', (table) => {
  test.each(['CUS-CARLA', 'CUS-0003'])('%s sees their own rows and nobody else’s', async (customer) => {
    const own = await seen(customer, `select tenant_id, customer_id from returns.${table}`);
    expect(own.length).toBeGreaterThan(0);
    for (const row of own) expect(row).toEqual({ tenant_id: 'acme', customer_id: customer });
    expect(await seen(customer, `select 1 from returns.${table} where customer_id <> '${customer}'`)).toEqual([]);
  });

  test('a customer who has nothing sees nothing, and is told nothing', async () => {
    expect(await seen('CUS-NOBODY', `select 1 from returns.${table}`)).toEqual([]);
  });

  test.each([null, ''])('without a customer (%j) it is an error and no empty answer', async (customer) => {
    await expect(seen(customer, `select 1 from returns.${table}`)).rejects.toThrow('no customer set');
  });

  test('the same customer’s id of another company is somebody else', async () => {
    const theirs = await seen('CUS-CARLA', `select tenant_id from returns.${table}`, TenantId.parse('globex'));
    expect(theirs.length).toBeGreaterThan(0);
    expect(new Set(theirs.map(({ tenant_id: tenant }) => tenant))).toEqual(new Set(['globex']));
  });

  test.each([
    `update returns.${table} set customer_id = 'CUS-CARLA'`,
    `delete from returns.${table}`,
    `insert into returns.${table} (tenant_id) values ('acme')`,
  ])('a customer writes nothing: %s', async (text) => {
    await expect(seen('CUS-CARLA', text)).rejects.toThrow('permission denied');
  });
});

test('what the company promises is for every customer, and no other company’s', async () => {
  const rules = await seen('CUS-CARLA', 'select tenant_id from returns.return_policy');
  expect(rules).toHaveLength(9);
  for (const { tenant_id: tenant } of rules) expect(tenant).toBe('acme');
});

test.each([
  'returns.customer',
  'returns.carrier',
  'returns.effect',
  'approval.idempotency',
  'approval.execution',
  'policy.customer_tool',
  'people.person',
  'audit.entry',
])('a customer’s login reads nothing of %s', async (table) => {
  await expect(seen('CUS-CARLA', `select 1 from ${table}`)).rejects.toThrow('permission denied');
});

test.each(['approve_return', 'reject_return', 'issue_label', 'void_label'])(
  'a customer’s login does not execute %s',
  async (name) => {
    await expect(seen('CUS-CARLA', `select returns.${name}(gen_random_uuid())`)).rejects.toThrow('permission denied');
    expect([...acme.faults, ...globex.faults]).toEqual([]);
  },
);
