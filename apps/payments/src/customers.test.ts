import { TenantId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from './payments.fixture.ts';
import { arrange } from './store/arrange.fixture.ts';

const database = await testDatabase();
await openStage(database, PAYMENTS);
await openStage(database, PAYMENTS, { founding: { tenant: 'globex' } });
const REFUND = `insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency, state, settled_at)
  values ('acme', $1, $2, $3, 1000, 'EUR', 'paid', now())`;
await arrange(database, 'acme', REFUND, ['RF-1', 'CP-4003', 'CUS-CARLA']);
await arrange(database, 'acme', REFUND, ['RF-2', 'CP-4004', 'CUS-CARLOS']);
const door = database.door('supercargo_payments_customer');

let statements = 0;
const named = (text: string): { readonly name: string; readonly text: string } => ({
  name: `customers_${(statements += 1).toString()}`,
  text,
});

/** What a customer’s session sees of a statement, in one tenant. */
function seen(customer: string | null, text: string, tenant = 'acme'): Promise<readonly Record<string, unknown>[]> {
  return door.read(TenantId.parse(tenant), async (tx: TenantTx) => {
    if (customer !== null) await tx.query(named("select set_config('app.customer', $1, true)"), [customer]);
    return tx.query(named(text));
  });
}

const PAID = 'select id from payments.customer_payment order by id';
const REFUNDED = 'select id from payments.refund order by id';

test('a customer sees what they paid and what came back, and nothing of another', async () => {
  expect(await seen('CUS-CARLA', PAID)).toEqual([{ id: 'CP-4001' }, { id: 'CP-4003' }, { id: 'CP-4005' }]);
  expect(await seen('CUS-CARLOS', PAID)).toEqual([{ id: 'CP-4002' }, { id: 'CP-4004' }]);
  expect(await seen('CUS-CARLA', REFUNDED)).toEqual([{ id: 'RF-1' }]);
  expect(await seen('CUS-CARLOS', REFUNDED)).toEqual([{ id: 'RF-2' }]);
  expect(await seen('CUS-NOBODY', PAID)).toEqual([]);
});

test('asked for by its id, by its order or by a count, another’s payment is not there', async () => {
  expect(await seen('CUS-CARLA', "select id from payments.customer_payment where id = 'CP-4004'")).toEqual([]);
  expect(await seen('CUS-CARLA', 'select count(*)::int as n from payments.customer_payment')).toEqual([{ n: 3 }]);
});

test('the same customer number of another company is another customer', async () => {
  expect(await seen('CUS-GIULIA', PAID, 'globex')).toEqual([{ id: 'CP-4003' }, { id: 'CP-4004' }]);
  expect(await seen('CUS-CARLA', PAID, 'globex')).toEqual([]);
});

test.each(['customer_payment', 'refund'])('without a customer payments.%s is no empty answer', async (table) => {
  await expect(seen(null, `select count(*) from payments.${table}`)).rejects.toThrow('no customer set');
  await expect(seen('', `select count(*) from payments.${table}`)).rejects.toThrow('no customer set');
});

test.each([
  'payee',
  'cost_centre',
  'purchase_order',
  'goods_receipt',
  'invoice',
  'hold',
  'payment',
  'effect',
  'transition',
])('a customer reads nothing of payments.%s', async (table) => {
  await expect(seen('CUS-CARLA', `select count(*) from payments.${table}`)).rejects.toThrow('permission denied');
});

test.each([
  'update payments.customer_payment set refunded_minor = 0',
  'delete from payments.refund',
  "insert into payments.refund (tenant_id, id, customer_payment_id, customer_id, amount_minor, currency) values ('acme', 'RF-9', 'CP-4003', 'CUS-CARLA', 1, 'EUR')",
])('a customer writes nothing: %s', async (text) => {
  await expect(
    door.write(TenantId.parse('acme'), async (tx) => {
      await tx.query(named("select set_config('app.customer', 'CUS-CARLA', true)"));
      return tx.query(named(text));
    }),
  ).rejects.toThrow('permission denied');
});
