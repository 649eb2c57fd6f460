import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { openUnknownRefusals, type UnknownCaller } from './unknown-refusals.ts';

const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
/** Half past a minute that never ends: a real one may end between two refusals. */
const still = (): number => 90_000;

function refusal(reason: string, address = '192.0.2.1'): UnknownCaller {
  return { issuer: 'unknown', address, reason, record: JSON.stringify({ v: 1, reason }) };
}

async function kept(reason: string): Promise<{ readonly counted: number; readonly recorded: number }> {
  const [counted] = await database.admin<{ n: number }>(
    'select coalesce(sum(refusals), 0)::int as n from audit.unauthenticated where reason = $1',
    [reason],
  );
  const [recorded] = await database.admin<{ n: number }>(
    `select count(*)::int as n from audit.unauthenticated_entry where record::jsonb ->> 'reason' = $1`,
    [reason],
  );
  return { counted: counted?.n ?? 0, recorded: recorded?.n ?? 0 };
}

test('a refusal is recorded with what is known of it', async () => {
  const refusals = openUnknownRefusals(inventory, () => undefined, still);
  refusals.add(refusal('no_credentials'));
  await refusals.close();
  expect(await kept('no_credentials')).toEqual({ counted: 1, recorded: 1 });
});

test('of 5,000 of a kind all are counted, and 20 at most are recorded', async () => {
  const refusals = openUnknownRefusals(inventory, () => undefined, still);
  for (let at = 0; at < 5_000; at += 1) refusals.add(refusal('flood'));
  await refusals.close();
  const { counted, recorded } = await kept('flood');
  expect(counted).toBe(5_000);
  expect(recorded).toBeGreaterThan(0);
  expect(recorded).toBeLessThanOrEqual(20);
});

test('whoever sends from ever new addresses is counted, and fills no table with them', async () => {
  const refusals = openUnknownRefusals(inventory, () => undefined, still);
  for (let at = 0; at < 3_000; at += 1) refusals.add(refusal('many addresses', `192.0.2.${at}`));
  await refusals.close();
  expect((await kept('many addresses')).counted).toBe(3_000);
  const rows = await database.admin('select from audit.unauthenticated where reason = $1', ['many addresses']);
  expect(rows.length).toBeLessThanOrEqual(501);
});

test('another minute has records of its own, and loses none of the one before', async () => {
  let time = 90_000;
  const refusals = openUnknownRefusals(
    inventory,
    () => undefined,
    () => time,
  );
  for (let at = 0; at < 30; at += 1) refusals.add(refusal('two minutes'));
  time += 60_000;
  for (let at = 0; at < 30; at += 1) refusals.add(refusal('two minutes'));
  await refusals.close();
  expect((await kept('two minutes')).counted).toBe(60);
});

test('what could not be kept is told, and counted with the next', async () => {
  const faults: unknown[] = [];
  let isDown = true;
  const door: typeof inventory = {
    ...inventory,
    alone: (statement, parameters) =>
      isDown ? Promise.reject(new Error('down')) : inventory.alone(statement, parameters),
  };
  const refusals = openUnknownRefusals(door, (fault) => faults.push(fault), still);
  refusals.add(refusal('kept later'));
  await expect.poll(() => faults.length).toBe(1);
  isDown = false;
  await refusals.close();
  expect(await kept('kept later')).toEqual({ counted: 1, recorded: 0 });
});

test('only servers may record or count them', async () => {
  for (const login of [
    'supercargo_terminal',
    'supercargo_console',
    'supercargo_auditor',
    'supercargo_importer',
  ] as const) {
    const faults: string[] = [];
    const refusals = openUnknownRefusals(database.door(login), (fault) => faults.push(String(fault)), still);
    refusals.add(refusal('stolen'));
    await expect.poll(() => faults.length).toBe(1);
    await refusals.close();
    expect(faults.every((fault) => fault.includes('permission denied'))).toBe(true);
  }
  expect(await kept('stolen')).toEqual({ counted: 0, recorded: 0 });
});
