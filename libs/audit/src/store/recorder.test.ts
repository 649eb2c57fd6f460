import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { canonicalText } from '../canonical.ts';
import { openRecorder } from './recorder.ts';

const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
const recorder = openRecorder(inventory);
const tenants: TenantId[] = [];

beforeAll(async () => {
  for (const tenant of ['acme', 'globex', 'initech']) tenants.push(await foundTenant(database, { tenant }));
});

function callOf(tenant: string, note: string): string {
  return canonicalText({ v: 1, kind: 'call', server: 'inventory', tenant, note });
}

function tenantAt(index: number): TenantId {
  const tenant = tenants[index % tenants.length];
  if (tenant === undefined) throw new Error('a tenant was founded');
  return tenant;
}

/** How often each record of this mark is there, and in how many transactions they came. */
async function kept(mark: string): Promise<{ readonly of: readonly string[]; readonly transactions: number }> {
  const rows = await database.admin<{ of: string; xact: string }>(
    `select tenant_id || ' ' || (record::jsonb ->> 'note') as of, xact::text from audit.entry where record like $1`,
    [`%"${mark} %`],
  );
  return { of: rows.map((row) => row.of).toSorted(), transactions: new Set(rows.map((row) => row.xact)).size };
}

test('records that end together are kept in few transactions, each once and in its own company', async () => {
  const wanted = Array.from({ length: 300 }, (_, at) => ({ tenant: tenantAt(at), note: `together ${at.toString()}` }));
  await Promise.all(wanted.map(({ tenant, note }) => recorder.append(tenant, callOf(tenant, note))));
  const { of, transactions } = await kept('together');
  expect(of).toEqual(wanted.map(({ tenant, note }) => `${tenant} ${note}`).toSorted());
  expect(transactions).toBeLessThanOrEqual(10);
});

test('large records leave in several groups, and none is lost', async () => {
  const filler = 'x'.repeat(60_000);
  const records = Array.from({ length: 40 }, (_, at) => callOf('acme', `large ${at.toString()} ${filler}`));
  await Promise.all(records.map((record) => recorder.append(tenantAt(0), record)));
  const { of, transactions } = await kept('large');
  expect(of).toHaveLength(40);
  expect(transactions).toBeGreaterThanOrEqual(3);
});

test('a record is durable when its promise resolves', async () => {
  const [acme] = tenants;
  if (acme === undefined) throw new Error('a tenant was founded');
  await recorder.append(acme, callOf(acme, 'alone 1'));
  expect((await kept('alone')).of).toEqual(['acme alone 1']);
});

test.each<readonly [string, (tenant: TenantId, note: string) => string]>([
  ['of a decision', (tenant, note) => canonicalText({ v: 1, kind: 'decided', server: 'inventory', tenant, note })],
  ['of another company', (_, note) => callOf('globex', note)],
  ['of another server', (tenant, note) => canonicalText({ v: 1, kind: 'call', server: 'payments', tenant, note })],
  ['that is no JSON', (_, note) => `{"note":"${note}`],
])('a record %s is refused as it would be alone, and takes no other with it', async (what, forge) => {
  const [acme, globex] = [tenantAt(0), tenantAt(1)];
  const results = await Promise.allSettled([
    recorder.append(acme, callOf(acme, `${what} 1`)),
    recorder.append(acme, callOf(acme, `${what} 2`)),
    recorder.append(acme, forge(acme, `${what} forged`)),
    recorder.append(globex, callOf(globex, `${what} 3`)),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect((await kept(what)).of).toEqual([`acme ${what} 1`, `acme ${what} 2`, `globex ${what} 3`]);
});

test('the function that keeps a group works in no company’s transaction and leaves none set', async () => {
  const append = { name: '', text: 'select audit.append($1, $2)' };
  const [acme] = [tenantAt(0)];
  const values = [[acme], [callOf(acme, 'inside 1')]];
  await expect(inventory.write(acme, (tx) => tx.query(append, values))).rejects.toThrow('one company');
  const inOne = {
    name: '',
    text: 'with kept as materialized (select audit.append($1, $2)) select app.tenant() from kept',
  };
  await expect(inventory.alone(inOne, values)).rejects.toThrow('no tenant set');
});

test('records and companies of different number are refused', async () => {
  const append = { name: '', text: 'select audit.append($1, $2)' };
  await expect(inventory.alone(append, [[tenantAt(0), tenantAt(1)], [callOf('acme', 'uneven 1')]])).rejects.toThrow(
    'each record has its company',
  );
  expect((await kept('uneven')).of).toEqual([]);
});

test('who may record nothing appends nothing', async () => {
  for (const login of [
    'supercargo_terminal',
    'supercargo_console',
    'supercargo_auditor',
    'supercargo_importer',
  ] as const) {
    const other = openRecorder(database.door(login));
    await expect(other.append(tenantAt(0), callOf('acme', 'stolen 1'))).rejects.toThrow('permission denied');
  }
});

test('a connection that breaks loses the whole group, and says so to each', async () => {
  const broken = new Error('the connection broke');
  const lost = openRecorder({ ...inventory, alone: () => Promise.reject(broken) });
  const results = await Promise.allSettled([1, 2].map((at) => lost.append(tenantAt(0), callOf('acme', `lost ${at}`))));
  expect(results).toEqual([1, 2].map(() => ({ status: 'rejected', reason: broken })));
});
