import { TenantId } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';

// The sums behind a consent, as their owner's functions make them: hours, the oldest counted whole.
const database = await testDatabase();
const session = await database.adminClient();
const CAP = 3_000_00;
let tenants = 0;
let tenant: TenantId;

beforeEach(async () => {
  tenants += 1;
  tenant = TenantId.parse(`tenant-${tenants}`);
  for (const dimension of ['requester', 'server']) {
    await database.admin("insert into policy.consent_limit values ($1, $2, 'EUR', $3)", [tenant, dimension, CAP]);
  }
});

async function inTenant<T>(text: string, parameters: readonly unknown[], settings = ''): Promise<T> {
  await session.query('begin');
  await session.query("select set_config('app.tenant', $1, true)", [tenant]);
  if (settings !== '') await session.query(settings);
  try {
    const { rows } = await session.query<{ answer: T }>(text, [...parameters]);
    await session.query('commit');
    return rows[0]?.answer as T;
  } catch (error) {
    await session.query('rollback');
    throw error;
  }
}
const full = (amount: number, currency = 'EUR'): Promise<string | null> =>
  inTenant("select policy.consent_full('inventory', 'mara', $1, $2::bigint, null) as answer", [currency, amount]);
const reserve = (amount: number, settings?: string): Promise<string | null> =>
  inTenant("select policy.reserve_consent('inventory', 'mara', 'EUR', $1::bigint, null) as answer", [amount], settings);

/** Something was spent this long before the beginning of the present hour. */
async function spentBefore(interval: string, minor: number): Promise<void> {
  await database.admin("insert into policy.consent_account values ($1, 'requester', 'mara') on conflict do nothing", [
    tenant,
  ]);
  await database.admin(
    `insert into policy.consent_spent values ($1, 'requester', 'mara', date_trunc('hour', clock_timestamp()) - $2::interval, $3)`,
    [tenant, interval, minor],
  );
}

test('exactly what is left fits, and a cent more does not', async () => {
  expect(await full(CAP)).toBeNull();
  expect(await full(CAP + 1)).toBe('requester');
  expect(await reserve(1_000_00)).toBeNull();
  expect(await full(2_000_00)).toBeNull();
  expect(await full(2_000_01)).toBe('requester');
  expect(await reserve(2_000_01)).toBe('requester');
  expect(await reserve(2_000_00)).toBeNull();
  expect(await full(1)).toBe('requester');
});

test.each([
  ['this hour', '0 hours', 'requester'],
  ['23 hours ago', '23 hours', 'requester'],
  ['in the hour that began 24 hours before this one, which a day may still reach into', '24 hours', 'requester'],
  ['in the hour that began 25 hours before this one, which no day reaches', '25 hours', null],
])('what was spent %s counts accordingly', async (_, interval, answer) => {
  await spentBefore(interval, CAP);
  expect(await full(1)).toBe(answer);
});

test('no window of 24 hours ever holds more than the cap, whenever in their hours the consents fell', async () => {
  // The last second of an hour counts until 24 whole hours after it: 25 hours after that hour began.
  await spentBefore('24 hours', CAP);
  const [row] = await database.admin<{ left: boolean }>(
    `select date_trunc('hour', clock_timestamp()) - interval '24 hours' + interval '1 hour' > clock_timestamp() - interval '24 hours' as left`,
  );
  expect(row).toEqual({ left: true });
  expect(await reserve(1)).toBe('requester');
});

test('a session’s time zone moves no spending out of the window', async () => {
  await reserve(CAP, "set local timezone = 'Asia/Kathmandu'");
  for (const zone of ['UTC', 'Asia/Kathmandu', 'Pacific/Kiritimati', '<x>-23:59', 'America/St_Johns']) {
    expect(await reserve(1, `set local timezone = '${zone}'`), zone).toBe('requester');
  }
});

test('a dimension without a limit, and one in another currency, is full', async () => {
  expect(await full(1, 'USD')).toBe('requester');
  await database.admin("delete from policy.consent_limit where tenant_id = $1 and dimension = 'server'", [tenant]);
  expect(await full(1)).toBe('server');
  expect(await reserve(1)).toBe('server');
  await database.admin('delete from policy.consent_limit where tenant_id = $1', [tenant]);
  expect(await full(1)).toBe('requester');
});

test('what did not fit leaves nothing spent', async () => {
  expect(await reserve(CAP + 1)).toBe('requester');
  expect(await database.admin('select from policy.consent_spent where tenant_id = $1', [tenant])).toEqual([]);
});

test('amounts close to the largest number are refused as too much, not let through by an overflow', async () => {
  await reserve(1);
  expect(
    await inTenant("select policy.consent_full('inventory', 'mara', 'EUR', 9223372036854775807, null) as answer", []),
  ).toBe('requester');
});

test('one requester’s spending leaves another’s room, and another tenant’s, as it was', async () => {
  await reserve(CAP);
  await database.admin("update policy.consent_limit set cap = 2 * cap where tenant_id = $1 and dimension = 'server'", [
    tenant,
  ]);
  expect(await inTenant("select policy.consent_full('inventory', 'mo', 'EUR', 1, null) as answer", [])).toBeNull();
  const first = tenant;
  tenant = TenantId.parse(`${tenant}-b`);
  await database.admin(
    'insert into policy.consent_limit select $1, dimension, currency, cap from policy.consent_limit where tenant_id = $2',
    [tenant, first],
  );
  expect(await full(CAP)).toBeNull();
});

test('units have totals of their own beside the amount’s, and what is full is named', async () => {
  const both = (amount: number | null, units: number | null): Promise<string | null> =>
    inTenant("select policy.reserve_consent('inventory', 'mara', 'EUR', $1::bigint, $2::bigint) as answer", [
      amount,
      units,
    ]);
  expect(await both(null, 1)).toBe('requester_units');
  for (const [dimension, cap] of Object.entries({ requester_units: 300, server_units: 400 })) {
    await database.admin('insert into policy.consent_limit values ($1, $2, null, $3)', [tenant, dimension, cap]);
  }
  expect(await both(null, 300)).toBeNull();
  expect(await both(null, 1)).toBe('requester_units');
  expect(await both(CAP, null)).toBeNull();
  expect(await both(1, 1)).toBe('requester');
  expect(await inTenant("select policy.reserve_consent('inventory', 'mo', null, null, 101) as answer", [])).toBe(
    'server_units',
  );
  expect(await inTenant("select policy.reserve_consent('inventory', 'mo', null, null, 100) as answer", [])).toBeNull();
  expect(await both(null, null)).toBeNull();
  expect(await both(0, 0)).toBeNull();
});
