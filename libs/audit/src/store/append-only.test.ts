import type { TenantDoor } from '@supercargo/tenancy';
import { foundTenant, testDatabase } from '@supercargo/testing';
import type { TenantId } from '@supercargo/kernel';
import { beforeAll, expect, test } from 'vitest';
import { canonicalText } from '../canonical.ts';
import { writeRecord } from './write-record.ts';

const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
const importer = database.door('supercargo_importer');
const terminal = database.door('supercargo_terminal');
const auditor = database.door('supercargo_auditor');
let acme: TenantId;
let globex: TenantId;

beforeAll(async () => {
  acme = await foundTenant(database);
  globex = await foundTenant(database, { tenant: 'globex' });
});

const direct = (
  door: TenantDoor,
  text: string,
  parameters: readonly string[] = [],
): Promise<readonly Record<string, unknown>[]> =>
  door.write(acme, (tx) => tx.query<Record<string, unknown>>({ name: '', text }, parameters));
const CALL = { kind: 'call', server: 'inventory', tenant: 'acme', v: 1 };
const INSERT = 'insert into audit.entry (tenant_id, record) values (app.tenant(), $1)';

test('a server’s record is kept as it was written, with the instant, transaction and role that the database says', async () => {
  const record = canonicalText({ ...CALL, tool: 'get_stock', note: 'Äpfel \u{1f34e}\n' });
  await inventory.write(acme, (tx) => writeRecord(tx, record));
  const [row] = await database.admin(
    `select record, kind, db_role::text as role, xact::text <> '0' as transaction,
            clock_timestamp() - at < interval '10 s' as "justNow"
     from audit.entry where record like '%get_stock%'`,
  );
  expect(row).toEqual({ record, kind: 'call', role: 'supercargo_inventory', transaction: true, justNow: true });
});

test.each([
  ['instant', 'at', "'2020-01-01'"],
  ['transaction', 'xact', "'1'"],
  ['role', 'db_role', "'supercargo_terminal'"],
  ['id', 'id', 'gen_random_uuid()'],
])('no writer chooses the %s of its record', async (_, column, value) => {
  for (const door of [inventory, importer]) {
    const text = `insert into audit.entry (tenant_id, record, ${column}) values (app.tenant(), $1, ${value})`;
    await expect(direct(door, text, [JSON.stringify(CALL)])).rejects.toThrow('permission denied');
  }
});

test('no record is edited, deleted or truncated: not by logins, not by the owner, not by the superuser', async () => {
  const statements = ["update audit.entry set record = '{}'", 'delete from audit.entry', 'truncate audit.entry'];
  for (const text of statements) {
    for (const door of [inventory, importer, terminal, auditor]) {
      await expect(direct(door, text), text).rejects.toThrow('permission denied');
    }
    await expect(database.admin(text), text).rejects.toThrow('append only');
    const session = await database.adminClient();
    await session.query('begin');
    await session.query("select set_config('app.tenant', 'acme', true)");
    await session.query('set local role supercargo_audit_owner');
    await expect(session.query(text), text).rejects.toThrow('append only');
    await session.query('rollback');
  }
});

test.each<readonly [string, unknown]>([
  ['a decision', { ...CALL, kind: 'decided' }],
  ['an execution', { ...CALL, kind: 'executed' }],
  ['an import', { ...CALL, kind: 'import' }],
  ['a switch', { ...CALL, kind: 'switch' }],
  ['another server’s call', { ...CALL, server: 'payments' }],
  ['a call of no server', { kind: 'call', tenant: 'acme' }],
  ['another tenant’s call', { ...CALL, tenant: 'globex' }],
  ['a call of no tenant', { kind: 'call', server: 'inventory' }],
])('a server writes no record of %s', async (_, record) => {
  await expect(direct(inventory, INSERT, [JSON.stringify(record)])).rejects.toThrow('row-level security');
  await expect(direct(inventory, INSERT, [JSON.stringify(CALL)])).resolves.toEqual([]);
});

test('an importer writes its imports and no call', async () => {
  const record = { kind: 'import', tenant: 'acme' };
  await expect(direct(importer, INSERT, [JSON.stringify(record)])).resolves.toEqual([]);
  for (const other of [CALL, { ...record, kind: 'founded' }, { kind: 'import' }]) {
    await expect(direct(importer, INSERT, [JSON.stringify(other)])).rejects.toThrow('row-level security');
  }
});

test('a record under another tenant’s name is refused, and the terminal and the auditor write none at all', async () => {
  const other = "insert into audit.entry (tenant_id, record) values ('globex', $1)";
  await expect(direct(inventory, other, [JSON.stringify(CALL)])).rejects.toThrow('row-level security');
  for (const door of [terminal, auditor]) {
    await expect(direct(door, INSERT, [JSON.stringify(CALL)])).rejects.toThrow('permission denied');
  }
});

test.each([
  ['is no JSON', 'kind: call', 'invalid input syntax for type json'],
  ['has a key twice', '{"kind":"call","server":"inventory","tenant":"acme","kind":"decided"}', 'entry_record_check'],
  ['is a list', '["call"]', 'entry_'],
  ['has no kind', '{"server":"inventory","tenant":"acme"}', 'kind'],
  ['has a null character', '{"kind":"call","server":"inventory","tenant":"acme","x":"\\u0000"}', 'unsupported Unicode'],
])('refuses a record that %s', async (_, record, reason) => {
  await expect(direct(inventory, INSERT, [record])).rejects.toThrow(new RegExp(`${reason}|row-level security`));
});

test('a record is at most 64 KiB', async () => {
  const sized = (bytes: number): string =>
    JSON.stringify({ ...CALL, x: 'x'.repeat(bytes - JSON.stringify({ ...CALL, x: '' }).length) });
  await expect(direct(inventory, INSERT, [sized(65_536)])).resolves.toEqual([]);
  await expect(direct(inventory, INSERT, [sized(65_537)])).rejects.toThrow('entry_record_check');
});

test('the auditor reads its tenant’s records, and no server reads any', async () => {
  const count = 'select count(*)::int as records from audit.entry';
  const [own] = await direct(auditor, count);
  expect(Number(own?.['records'])).toBeGreaterThan(3);
  const [other] = await auditor.read(globex, (tx) => tx.query<{ records: number }>({ name: '', text: count }));
  expect(other).toEqual({ records: 1 });
  for (const door of [inventory, importer, terminal]) {
    await expect(direct(door, count)).rejects.toThrow('permission denied');
  }
});

test('only functions of the ledger, of policy and of people write through audit.write', async () => {
  for (const door of [inventory, importer, terminal, auditor]) {
    await expect(direct(door, `select audit.write('{"kind": "decided"}')`)).rejects.toThrow('permission denied');
  }
});
