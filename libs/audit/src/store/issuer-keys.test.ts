import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { noteIssuerKey } from './issuer-keys.ts';

const database = await testDatabase();
const KEY = { issuer: 'https://login.example/acme', keyId: 'key-1', thumbprint: 'a'.repeat(43), first: false };

async function noted(): Promise<readonly unknown[]> {
  return database.admin<{ record: string; db_role: string }>(
    `select record, db_role::text from audit.unauthenticated_entry where record::jsonb ->> 'kind' = 'issuer_key' order by at`,
  );
}

test('a key is recorded with whose it is, by the login of the server that will use it', async () => {
  const before = (await noted()).length;
  await noteIssuerKey(database.door('supercargo_inventory'), KEY);
  await noteIssuerKey(database.door('supercargo_orders_customer'), { ...KEY, keyId: 'key "2"', first: true });
  const record = (keyId: string, first: boolean): string =>
    `{"first":${String(first)},"issuer":"https://login.example/acme","key_id":${JSON.stringify(keyId)},"kind":"issuer_key","thumbprint":"${KEY.thumbprint}","v":1}`;
  expect((await noted()).slice(before)).toEqual([
    { record: record('key-1', false), db_role: 'supercargo_inventory' },
    { record: record('key "2"', true), db_role: 'supercargo_orders_customer' },
  ]);
});

test.each(['supercargo_terminal', 'supercargo_console', 'supercargo_auditor', 'supercargo_importer'] as const)(
  '%s, which signs nobody in, can note none',
  async (login) => {
    const before = await noted();
    await expect(noteIssuerKey(database.door(login), KEY)).rejects.toThrow('permission denied');
    expect(await noted()).toEqual(before);
  },
);

test('a key whose name is longer than a record is not noted, and so not used', async () => {
  const keyId = 'k'.repeat(9_000);
  await expect(noteIssuerKey(database.door('supercargo_inventory'), { ...KEY, keyId })).rejects.toThrow('check');
});
