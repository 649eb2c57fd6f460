import { TenantId } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';

const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
const TENANT = TenantId.parse('acme');

/** Refuses as often as said, all in one minute of the clock. */
async function refuse(times: number, issuer: string, address: string, reason: string, record = '{}'): Promise<void> {
  const seconds = new Date().getSeconds();
  if (seconds >= 57) await new Promise((resolve) => setTimeout(resolve, (61 - seconds) * 1000));
  await Promise.all(
    Array.from({ length: times }, () =>
      inventory.write(TENANT, (tx) =>
        tx.query({ name: 'refuse', text: 'select audit.refuse_unauthenticated($1, $2, $3, $4)' }, [
          ...[issuer, address, reason, record],
        ]),
      ),
    ),
  );
}

async function counted(issuer: string): Promise<unknown> {
  return database.admin(
    'select address, reason, sum(refusals)::int as refusals from audit.unauthenticated where issuer = $1 group by 1, 2 order by 1, 2',
    [issuer],
  );
}
async function recorded(record: string): Promise<unknown> {
  const [row] = await database.admin(
    'select count(*)::int as records from audit.unauthenticated_entry where record = $1',
    [record],
  );
  return row?.['records'];
}

test('of 25 refusals of one kind in a minute 20 are recorded, and all are counted', async () => {
  await refuse(25, 'issuer', '192.0.2.1', 'expired', '{"n":1}');
  expect(await counted('issuer')).toEqual([{ address: '192.0.2.1', reason: 'expired', refusals: 25 }]);
  expect(await recorded('{"n":1}')).toBe(20);
}, 40_000);

test('another issuer, address or reason is counted by itself', async () => {
  await refuse(3, 'other', '192.0.2.1', 'expired', '{"n":2}');
  await refuse(2, 'other', '192.0.2.2', 'expired', '{"n":2}');
  await refuse(1, 'other', '192.0.2.1', 'audience', '{"n":2}');
  expect(await counted('other')).toEqual([
    { address: '192.0.2.1', reason: 'audience', refusals: 1 },
    { address: '192.0.2.1', reason: 'expired', refusals: 3 },
    { address: '192.0.2.2', reason: 'expired', refusals: 2 },
  ]);
  expect(await recorded('{"n":2}')).toBe(6);
}, 40_000);

test('what nobody signed in for is bounded: its issuer, address, reason and record', async () => {
  const long = (length: number): string => 'x'.repeat(length);
  await expect(refuse(1, long(201), 'a', 'b')).rejects.toThrow('unauthenticated_issuer_check');
  await expect(refuse(1, 'a', long(65), 'b')).rejects.toThrow('unauthenticated_address_check');
  await expect(refuse(1, 'a', 'b', long(65))).rejects.toThrow('unauthenticated_reason_check');
  await expect(refuse(1, 'a', 'b', 'c', JSON.stringify(long(9_000)))).rejects.toThrow(
    'unauthenticated_entry_record_check',
  );
  await expect(refuse(1, 'a', 'b', 'c', '{"a":1,"a":2}')).rejects.toThrow('unauthenticated_entry_record_check');
  expect(await counted('a')).toEqual([]);
}, 40_000);

test('its records are append only, and no login reads or writes them but through their function', async () => {
  for (const table of ['audit.unauthenticated', 'audit.unauthenticated_entry']) {
    for (const login of [
      'supercargo_inventory',
      'supercargo_terminal',
      'supercargo_console',
      'supercargo_importer',
      'supercargo_auditor',
    ] as const) {
      const door = database.door(login);
      for (const text of [`select * from ${table}`, `insert into ${table} default values`, `delete from ${table}`]) {
        await expect(
          door.write(TENANT, (tx) => tx.query({ name: '', text })),
          `${login} ${text}`,
        ).rejects.toThrow('permission denied');
      }
    }
  }
  for (const text of ["update audit.unauthenticated_entry set record = '{}'", 'truncate audit.unauthenticated_entry']) {
    await expect(database.admin(text)).rejects.toThrow('append only');
  }
});
