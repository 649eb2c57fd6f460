import { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { testDatabase, scmsText as csv, fileFolder as folder, scmsPurchase as purchase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { importScms } from '../scms/import-scms.fixture.ts';
import { booksOf, rowsIn } from './store/books.fixture.ts';

const database = await testDatabase();
const door = database.door('supercargo_importer');
const { write, remove } = await folder();
afterAll(remove);

const LINES = Array.from({ length: 3_500 }, (_, at) => purchase({ ID: `${at + 1}`, 'PO / SO #': `PO-${at % 700}` }));
const whole = await write(csv(LINES));

/** Thrown in place of a process that ends. */
class Ended extends Error {}

/** A door whose process ends at its n-th transaction: 1 is the lock, 2 the run, 3 the first batch of lines. */
function endingAt(transaction: number, before: boolean): TenantDoor {
  let transactions = 0;
  return {
    ...door,
    write: async (tenant, work) => {
      transactions += 1;
      if (transactions < transaction) return door.write(tenant, work);
      if (before) throw new Ended();
      return door.write(tenant, async (tx) => {
        await work(tx);
        throw new Ended();
      });
    },
  };
}

async function runOf(tenant: string): Promise<Record<string, unknown> | undefined> {
  const [run] = await database.admin(
    `select u.state, u.lines::int, (select count(*)::int from imports.row r where r.tenant_id = u.tenant_id and r.run_id = u.id) as staged
     from imports.run u where tenant_id = $1 order by started_at desc limit 1`,
    [tenant],
  );
  return run;
}

async function visible(tenant: string): Promise<number> {
  return Object.values(rowsIn(await booksOf(database, tenant))).reduce((sum, rows) => sum + rows, 0);
}

await importScms(door, TenantId.parse('whole'), whole);
const all = await booksOf(database, 'whole');

test.each([
  ['before the first batch', 3, true, 0],
  ['in the first batch', 3, false, 0],
  ['between two batches', 5, true, 2_000],
  ['in a batch', 5, false, 2_000],
  ['before the end', 7, true, 3_500],
  ['in the transaction that writes', 7, false, 3_500],
])('an import that ends %s shows nothing, and goes on where it was', async (what, transaction, before, lines) => {
  const tenant = TenantId.parse(what.replaceAll(' ', '-'));
  await expect(importScms(endingAt(transaction, before), tenant, whole)).rejects.toThrow(Ended);
  expect(await visible(tenant)).toBe(0);
  expect(await runOf(tenant)).toEqual({ state: 'staging', lines, staged: lines });

  const staged: string[] = [];
  const watching: TenantDoor = {
    ...door,
    write: (of, work) =>
      door.write(of, (tx) =>
        work({
          ...tx,
          query: (statement, parameters) => {
            if (statement.name === 'import_stage_rows') staged.push(statement.name);
            return tx.query(statement, parameters);
          },
        }),
      ),
  };
  const result = await importScms(watching, tenant, whole);
  expect(result).toMatchObject({ ok: true, value: { resumedAfter: lines, rows: { orderLines: { added: 3_500 } } } });
  expect(staged).toHaveLength(Math.ceil((3_500 - lines) / 1_000));
  expect(await booksOf(database, tenant)).toEqual(all);
  expect(await runOf(tenant)).toEqual({ state: 'done', lines: 3_500, staged: 0 });
});

test('another file begins anew and leaves nothing of one that did not end', async () => {
  const tenant = TenantId.parse('another');
  await expect(importScms(endingAt(5, true), tenant, whole)).rejects.toThrow(Ended);
  const result = await importScms(door, tenant, await write(csv(LINES.slice(0, 10))));
  expect(result).toMatchObject({ ok: true, value: { resumedAfter: 0, lines: 10 } });
  const runs = await database.admin(
    `select state, (select count(*)::int from imports.row where tenant_id = 'another') as staged from imports.run
     where tenant_id = 'another' order by started_at`,
  );
  expect(runs).toEqual([
    { state: 'refused', staged: 0 },
    { state: 'done', staged: 0 },
  ]);
});

test('a dry run of a file that did not end leaves it where it was', async () => {
  const tenant = TenantId.parse('dry');
  await expect(importScms(endingAt(5, true), tenant, whole)).rejects.toThrow(Ended);
  const result = await importScms(door, tenant, whole, { dryRun: true });
  expect(result).toMatchObject({ ok: true, value: { rows: { orderLines: { added: 3_500, changed: 0 } } } });
  expect(await visible(tenant)).toBe(0);
  expect(await runOf(tenant)).toEqual({ state: 'staging', lines: 2_000, staged: 2_000 });
});

test.each([
  ['a batch', 5],
  ['the end', 7],
])(
  'an import whose run somebody else took further stops at %s, and the run stays theirs',
  async (_what, transaction) => {
    const tenant = TenantId.parse(`fenced-${transaction}`);
    let transactions = 0;
    const overtaken: TenantDoor = {
      ...door,
      write: async (of, work) => {
        transactions += 1;
        if (transactions === transaction) {
          await database.admin(`update imports.run set lines = lines + 7 where tenant_id = $1`, [tenant]);
        }
        return door.write(of, work);
      },
    };
    expect(await importScms(overtaken, tenant, whole)).toEqual({ ok: false, refusal: { code: 'busy', file: whole } });
    expect(await visible(tenant)).toBe(0);
    expect(await runOf(tenant)).toMatchObject({ state: 'staging' });
  },
);

test('the lock is held while lines are staged, however long that takes', async () => {
  // A session that waits longer than this within a transaction is ended, unless the transaction says otherwise.
  await database.admin(
    `alter role supercargo_importer in database ${database.name} set idle_in_transaction_session_timeout = '2s'`,
  );
  const impatient = database.door('supercargo_importer');
  const tenant = TenantId.parse('held');
  const others: unknown[] = [];
  const slow: TenantDoor = {
    ...impatient,
    write: async (of, work) => {
      const result = await impatient.write(of, work);
      if (others.length > 0) return result;
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      others.push(await importScms(door, tenant, whole, { dryRun: true }));
      return result;
    },
  };
  expect(await importScms(slow, tenant, whole)).toMatchObject({ ok: true });
  const busy = { ok: false, refusal: { code: 'busy', file: whole } };
  expect(others).toEqual([busy]);
});
