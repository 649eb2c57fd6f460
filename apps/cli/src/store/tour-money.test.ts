import { foundTenant, testDatabase } from '@supercargo/testing';
import type { TenantId } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withDoor } from '../doors.ts';
import { installationOn, recordedOutside, type Installation } from '../installation.fixture.ts';
import { runServer } from '../up/run-server.ts';
import { readTourBill, readTourLargeBill, readTourPaid } from './tour-money.ts';

const database = await testDatabase();
let here: Installation;

beforeAll(async () => {
  for (const tenant of ['acme', 'globex', 'tour']) await foundTenant(database, { tenant });
  here = await installationOn(database, []);
  const { outside } = recordedOutside(here.env, undefined);
  for (const tenant of ['acme', 'globex']) {
    const { code, errors } = await runServer(outside, 'payments', ['import', 'demo', tenant]);
    if (code !== 0) throw new Error(errors);
  }
}, 60_000);
afterAll(() => here.remove());

function readAs<T>(tenant: string, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const { outside } = recordedOutside(here.env, undefined);
  return withDoor(outside, 'supercargo_importer', (door) => door.read(tenant as TenantId, work));
}

test('the bill of the story’s supplier is paid first, and without one of theirs the one that is due first', async () => {
  const bill = (supplier: string) => readAs('acme', (tx) => readTourBill(tx, 50_000_00n, supplier));
  expect(await bill('SUP-FINCA')).toEqual({ invoice: 'INV-7002', payee: 'SUP-FINCA', payable: true });
  expect(await bill('SUP-NOBODY')).toMatchObject({ payable: true });
});

test('a payee that may not be paid comes after everybody else, whoever the story is about', async () => {
  const small = await readAs('acme', (tx) => readTourBill(tx, 300_00n, 'SUP-SIROP'));
  expect(small).toBeUndefined();
  // Its account was changed yesterday, and the other is not on the list.
  const theirs = await readAs('acme', (tx) => readTourBill(tx, 50_000_00n, 'SUP-TEA'));
  expect(theirs?.payee).not.toBe('SUP-TEA');
  const left = await readAs('acme', (tx) => readTourBill(tx, 412_80n, 'SUP-SIROP'));
  expect(left?.payee).not.toBe('SUP-SIROP');
});

test('above the cap there is one bill, in the company that has it', async () => {
  const large = (tenant: string, over: bigint) => readAs(tenant, (tx) => readTourLargeBill(tx, over));
  expect(await large('acme', 100_000_00n)).toEqual({ invoice: 'INV-7004', payment: null });
  expect(await large('acme', 260_000_00n)).toBeUndefined();
  expect(await large('globex', 100_000_00n)).toBeUndefined();
  expect(await large('tour', 1n)).toBeUndefined();
});

test('what customers paid is known by order, each company’s own', async () => {
  const paid = (tenant: string) => readAs(tenant, (tx) => readTourPaid(tx, ['SO-1003', 'SO-1004', 'SO-none']));
  expect(await paid('acme')).toEqual(
    new Map([
      ['SO-1003', 1_450_00n],
      ['SO-1004', 89_00n],
    ]),
  );
  expect((await paid('globex')).get('SO-1003')).toBe(655_00n);
  expect(await paid('tour')).toEqual(new Map());
});
