import { TenantId } from '@supercargo/kernel';
import { foundTenant, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { PAYMENTS } from '../payments.fixture.ts';
import { newInvoice } from './arrange.fixture.ts';

// Who holds the importer's login writes payees, and would have a new account paid today.
const database = await testDatabase();
const stage = await openStage(database, PAYMENTS);
await foundTenant(database, { tenant: 'fresh' });
const door = database.door('supercargo_importer');

const direct = (tenant: string, text: string, parameters: readonly string[] = []): Promise<readonly unknown[]> =>
  door.write(TenantId.parse(tenant), (tx) => tx.query({ name: '', text }, parameters));

const THIEF = {
  ...{ id: 'SUP-THIEF', name: 'Finca La Esperanza', country: 'HN', account: 'DE02120300000000202051' },
  ...{ changedAt: '2026-01-01T00:00:00Z', verifiedAt: '2026-01-02T00:00:00Z', verifiedBy: 'felix', allowed: true },
};

const waits = async (tenant: string, id: string): Promise<unknown> =>
  database.admin(
    `select changed_at > clock_timestamp() - interval '1 minute' as waits from payments.payee where tenant_id = $1 and id = $2`,
    [tenant, id],
  );

test('when an account came is said by nobody, of a new payee or of one that is there', async () => {
  const insert = `insert into payments.payee (tenant_id, id, name, account, changed_at) values (app.tenant(), 'SUP-X', 'X', 'DE0212030000', '2026-01-01')`;
  await expect(direct('acme', insert)).rejects.toThrow('permission denied');
  await expect(direct('acme', "update payments.payee set changed_at = '2026-01-01'")).rejects.toThrow(
    'permission denied',
  );
});

test('a payee that is new to a company with payees has its account from now on, whatever is given', async () => {
  await direct('acme', 'select payments.first_payees($1)', [JSON.stringify([THIEF])]);
  expect(await waits('acme', 'SUP-THIEF')).toEqual([{ waits: true }]);
});

test('a payee that is there keeps its account and its day, whatever is given', async () => {
  const before = await database.admin("select account, changed_at from payments.payee where id = 'SUP-FINCA'");
  await direct('acme', 'select payments.first_payees($1)', [JSON.stringify([{ ...THIEF, id: 'SUP-FINCA' }])]);
  expect(await database.admin("select account, changed_at from payments.payee where id = 'SUP-FINCA'")).toEqual(before);
});

test('the first payees of a company have the days that its file gives, once', async () => {
  await direct('fresh', 'select payments.first_payees($1)', [JSON.stringify([THIEF, { ...THIEF, id: 'SUP-2' }])]);
  expect(await waits('fresh', 'SUP-2')).toEqual([{ waits: false }]);
  await direct('fresh', 'select payments.first_payees($1)', [JSON.stringify([{ ...THIEF, id: 'SUP-3' }])]);
  expect(await waits('fresh', 'SUP-3')).toEqual([{ waits: true }]);
});

test('who proposes a payment is told that another payee has the same account', async () => {
  await direct(
    'acme',
    `insert into payments.payee (tenant_id, id, name, account)
     values (app.tenant(), 'SUP-TWIN', 'Twin', 'GB00TWIN0001'), (app.tenant(), 'SUP-OTHER', 'Other', 'GB00TWIN0001')`,
  );
  const invoice = await newInvoice(database, 'acme', { payee: 'SUP-TWIN' });
  const flags = await stage.call('mara', 'propose_payment', { invoice });
  expect(JSON.stringify(flags)).toContain('another payee has the same account: SUP-OTHER');
  expect(JSON.stringify(await stage.call('mara', 'propose_payment', { invoice: 'INV-7002' }))).not.toContain(
    'the same account',
  );
});
