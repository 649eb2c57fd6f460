import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { readEntriesOfRequest, readEntriesSince, readLatestEntries } from './read-entries.ts';

const database = await testDatabase();
const auditor = database.door('supercargo_auditor');
const request = '01a1fcc1-74ca-762f-ab52-85a502346fc8';
let acme: TenantId;
let globex: TenantId;

async function record(tenant: TenantId, content: Readonly<Record<string, unknown>>): Promise<void> {
  await database.admin('insert into audit.entry (tenant_id, record) values ($1, $2)', [
    tenant,
    JSON.stringify(content),
  ]);
}

beforeAll(async () => {
  acme = await foundTenant(database, { tenant: 'acme' });
  globex = await foundTenant(database, { tenant: 'globex' });
  const asking = { kind: 'call', tool: 'get_inventory_request', arguments: { request_id: request } };
  await record(acme, { ...asking, note: 'before it was asked' });
  await record(acme, { kind: 'asked', request_id: request });
  await record(globex, asking);
  await record(acme, { kind: 'executed', request_id: request });
  await record(acme, { ...asking, note: 'after' });
  await record(acme, { kind: 'asked', request_id: '01a1fcc1-74ca-762f-ab52-85a502346fc9' });
});

test('the latest entries are the tenant’s own, oldest first', async () => {
  const entries = await auditor.read(acme, (tx) => readLatestEntries(tx, 3));
  expect(entries.map(({ kind }) => kind)).toStrictEqual(['executed', 'call', 'asked']);
  const others = await auditor.read(globex, (tx) => readLatestEntries(tx, 100));
  expect(others.map(({ kind }) => kind)).toStrictEqual(['founded', 'call']);
});

test('a request’s entries are its own and those that ask about it afterwards, in order', async () => {
  const entries = await auditor.read(acme, (tx) => readEntriesOfRequest(tx, request, 100));
  expect(entries.map(({ kind, record: { note } }) => note ?? kind)).toStrictEqual(['asked', 'executed', 'after']);
  await expect(auditor.read(globex, (tx) => readEntriesOfRequest(tx, request, 100))).resolves.toStrictEqual([]);
});

test('what follows an instant holds that instant', async () => {
  const [first, ...rest] = await auditor.read(acme, (tx) => readLatestEntries(tx, 100));
  const since = await auditor.read(acme, (tx) => readEntriesSince(tx, first?.at ?? new Date(), 100));
  expect(since.map(({ id }) => id)).toStrictEqual([first, ...rest].map((entry) => entry?.id));
});

test('no other login reads the record', async () => {
  for (const login of [
    'supercargo_inventory',
    'supercargo_terminal',
    'supercargo_console',
    'supercargo_importer',
  ] as const) {
    await expect(database.door(login).read(acme, (tx) => readLatestEntries(tx, 1))).rejects.toMatchObject({
      code: '42501',
    });
  }
});
