import { DEMO_COMPANIES } from '@supercargo/prisma';
import { expect, test } from 'vitest';
import { identitySettings } from './identity.ts';

const { people, agents } = identitySettings(DEMO_COMPANIES, [], 'http://127.0.0.1:1/callback');

test('everybody of the demo companies signs in, once for each company', () => {
  const accounts = people.map(({ id, tenant }) => `${id}@${tenant}`);
  expect(new Set(accounts).size).toBe(accounts.length);
  expect(accounts).toEqual(
    DEMO_COMPANIES.flatMap((company) => company.people.map(({ id }) => `${id}@${company.tenant}`)),
  );
});

test('whoever has a customer’s role is held to one customer, and nobody else is', () => {
  const isCustomer = people.filter(({ roles }) => roles.includes('customer'));
  expect(isCustomer.map(({ id, tenant, customer }) => [`${id}@${tenant}`, customer])).toEqual([
    ...[
      ['carla@acme', 'CUS-CARLA'],
      ['carlos@acme', 'CUS-CARLOS'],
    ],
    ...[
      ['carla@tour', 'CUS-CARLA'],
      ['carlos@tour', 'CUS-CARLOS'],
    ],
  ]);
  expect(people.filter(({ roles, customer }) => customer !== undefined && !roles.includes('customer'))).toEqual([]);
});

test('each company has an agent that sees stock and asks for nothing', () => {
  expect(agents.map(({ tenant }) => tenant)).toEqual(['acme', 'globex', 'tour']);
  for (const { scopes } of agents) expect(scopes).toEqual(['inventory:read']);
});
