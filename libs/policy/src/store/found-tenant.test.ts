import { TenantId } from '@supercargo/kernel';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newApprovalSecret, seededPolicy, type Founding } from '../founding.ts';
import { foundTenant, readTenant } from './found-tenant.ts';

const database = await testDatabase();
const importer = database.door('supercargo_importer');
const FOUNDING: Founding = {
  name: 'Acme',
  currency: 'EUR',
  scripted: false,
  people: [
    { id: 'mara', name: 'Mara', roles: ['supply_chain_manager'] },
    { id: 'felix', name: 'Felix', roles: ['finance'], secret: newApprovalSecret() },
  ],
  policy: seededPolicy('EUR'),
};
const found = (tenant: string, founding: Founding): Promise<boolean> =>
  importer.write(TenantId.parse(tenant), (tx) => foundTenant(tx, founding));

test('founds a tenant whole, with a record, and a second time changes nothing', async () => {
  expect(await found('acme', FOUNDING)).toBe(true);
  const intruder = { id: 'mallory', name: 'Mallory', roles: ['finance'], secret: newApprovalSecret() };
  expect(await found('acme', { ...FOUNDING, name: 'Mine', people: [intruder] })).toBe(false);
  expect(await database.admin("select id from people.person where tenant_id = 'acme' order by id")).toEqual([
    { id: 'felix' },
    { id: 'mara' },
  ]);
  expect(await importer.read(TenantId.parse('acme'), readTenant)).toEqual({
    name: 'Acme',
    currency: 'EUR',
    scripted: false,
  });
  expect(await importer.read(TenantId.parse('globex'), readTenant)).toBeUndefined();
  expect(await database.admin("select kind from audit.entry where tenant_id = 'acme'")).toEqual([{ kind: 'founded' }]);
});

test('ten foundings in the same moment are one', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => found('globex', FOUNDING)));
  expect(answers.filter(Boolean)).toHaveLength(1);
  expect(await database.admin("select count(*)::int as people from people.person where tenant_id = 'globex'")).toEqual([
    { people: 2 },
  ]);
});

test.each<readonly [string, Partial<Founding>]>([
  ['a person whose id is none', { people: [{ id: 'Mara Lind', name: 'Mara', roles: ['finance'] }] }],
  ['a person without roles', { people: [{ id: 'mara', name: 'Mara', roles: [] }] }],
  ['one person twice', { people: [...FOUNDING.people, ...FOUNDING.people] }],
  ['a currency that is none', { currency: 'euro' }],
  [
    'a consent of two people',
    { policy: { ...FOUNDING.policy, rules: FOUNDING.policy.rules.map((rule) => ({ ...rule, quorum: 2 })) } },
  ],
])('with %s nothing is founded', async (_, change) => {
  await expect(found('broken', { ...FOUNDING, ...change })).rejects.toThrow();
  expect(await importer.read(TenantId.parse('broken'), readTenant)).toBeUndefined();
  expect(await database.admin("select from policy.version where tenant_id = 'broken'")).toEqual([]);
});
