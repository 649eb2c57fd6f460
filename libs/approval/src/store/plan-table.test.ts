import type { CanonicalValue } from '@supercargo/audit';
import { foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { openCompany, plan, type Company, type PlanObject } from './company.fixture.ts';

// What the table of plans holds by itself, against whoever writes it: the owner's functions with a mistake in them, or the superuser.
const database = await testDatabase();
let acme: Company;

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
});

/** The row that ask writes for a plan, written past it. */
function insertOf(planText: string, card: string, change: PlanObject = {}): readonly [string, readonly unknown[]] {
  const whole = JSON.parse(planText) as PlanObject;
  const names = [
    'server',
    'tool',
    'definition',
    'requester',
    'agent',
    'client',
    'attestation',
    'amount_minor',
    'currency',
  ];
  const columns = [...names, 'units', 'rule', 'tier', 'quorum', 'need_role', 'case_id'];
  const row = Object.fromEntries(columns.map((column) => [column, whole[column] ?? null]));
  const values = Object.entries({ tenant_id: 'acme', request_id: whole['id'], ...row, ...change });
  const parameters = values.map((_, at) => `$${at + 3}`).join(', ');
  return [
    `insert into approval.plan (plan, card, digest, ${values.map(([column]) => column).join(', ')})
     values ($1, $2, sha256(convert_to(E'supercargo/plan/1\\n' || $1, 'UTF8')), ${parameters})`,
    [planText, card, ...values.map(([, value]) => value)],
  ];
}

test('the table itself takes no plan that names no card, no tenant or no id, whoever writes it', async () => {
  const { text } = await plan(acme, { quantity: 396 });
  const whole = JSON.parse(text.plan) as PlanObject;
  for (const part of ['card', 'tenant', 'id']) {
    const lacking = JSON.stringify({ ...whole, [part]: undefined });
    const [insert, values] = insertOf(lacking, text.card, { request_id: whole['id'] });
    await expect(database.admin(insert, values), part).rejects.toThrow('plan_check');
  }
  await expect(database.admin(...insertOf(text.plan, text.card))).resolves.toEqual([]);
});

test.each<readonly [string, CanonicalValue]>([
  ['server', 'payments'],
  ['tool', 'cancel_reorder'],
  ['definition', 'e'.repeat(64)],
  ['requester', 'mo'],
  ['agent', null],
  ['client', 'another'],
  ['attestation', 'proven'],
  ['amount_minor', 1],
  ['currency', 'USD'],
  ['units', 1],
  ['rule', 'f'.repeat(64)],
  ['tier', 'consent'],
  ['quorum', 2],
  ['need_role', 'finance'],
  ['case_id', '018f0000-0000-7000-8000-000000000000'],
  ['event_id', '018f0000-0000-7000-8000-000000000000'],
  ['chain', ['mo']],
  ['request_id', '018f0000-0000-7000-8000-000000000000'],
  ['tenant_id', 'globex'],
])('the table itself takes no other %s than the plan’s text has, whoever writes it', async (column, value) => {
  const { text } = await plan(acme, { quantity: 395 });
  const [insert, values] = insertOf(text.plan, text.card, { [column]: value });
  await expect(database.admin(insert, values)).rejects.toThrow('plan_check');
  // Not the card’s own check, which holds amounts, currencies and units to the card, nor that of an event that led to it.
  const checks = ['plan_check2', 'plan_check3', 'plan_check_units', 'plan_check_born'];
  const session = await database.adminClient();
  await session.query('begin');
  for (const check of checks) await session.query(`alter table approval.plan drop constraint ${check}`);
  await expect(session.query(insert, [...values])).rejects.toThrow('plan_check_columns');
  await session.query('rollback');
});
