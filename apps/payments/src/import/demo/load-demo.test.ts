import { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { DEMO } from './load-demo.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');

async function load(name: string, extent: 'whole' | 'core', today = '2026-11-21'): Promise<boolean> {
  const tenant = TenantId.parse(name);
  return door.write(tenant, (tx) => DEMO.load(tx, { tenant, currency: 'EUR', today, extent }));
}

const rows = async (tenant: string): Promise<unknown> =>
  (
    await database.admin(
      `select (select count(*)::int from payments.invoice where tenant_id = $1) as invoices,
         (select count(*)::int from payments.payment where tenant_id = $1) as payments,
         (select count(*)::int from payments.hold where tenant_id = $1) as holds,
         (select count(*)::int from payments.customer_payment where tenant_id = $1) as customer_payments,
         (select count(*)::int from payments.refund where tenant_id = $1) as refunds,
         (select md5(string_agg(id || amount_minor || coalesce(due_on::text, '') || state, ',' order by id)) from payments.invoice where tenant_id = $1) as md5`,
      [tenant],
    )
  )[0];

test('a whole company: the story, six months of bills around it, and only what the story holds is held', async () => {
  for (const tenant of ['acme', 'tour', 'globex']) await foundTenant(database, { tenant });
  expect(await load('acme', 'whole')).toBe(true);
  expect(await rows('acme')).toMatchObject({ invoices: 174, holds: 3, customer_payments: 45, refunds: 5 });
  const [payments] = await database.admin<{ n: number }>(
    "select count(*)::int as n from payments.payment where tenant_id = 'acme'",
  );
  expect(payments?.n).toBeGreaterThan(120);
});

test('it is loaded once, and the story before the rest makes the same company', async () => {
  const loaded = await rows('acme');
  expect(await load('acme', 'whole', '2026-12-24')).toBe(false);
  expect(await rows('acme')).toEqual(loaded);
  expect(await load('tour', 'core')).toBe(true);
  expect(await load('tour', 'core')).toBe(false);
  expect(await load('tour', 'whole')).toBe(true);
  expect(await rows('tour')).toEqual(loaded);
});

test('the other company has invoices of the same numbers over other amounts', async () => {
  expect(await load('globex', 'whole')).toBe(true);
  const both = await database.admin(
    `select a.id from payments.invoice a join payments.invoice g on g.id = a.id and g.tenant_id = 'globex'
     where a.tenant_id = 'acme' and a.amount_minor <> g.amount_minor order by a.id limit 3`,
  );
  expect(both).toEqual([{ id: 'INV-6901' }, { id: 'INV-6902' }, { id: 'INV-7001' }]);
});

test('a tenant without a story has none', async () => {
  await foundTenant(database, { tenant: 'nobody' });
  expect(await load('nobody', 'whole')).toBe(false);
});
