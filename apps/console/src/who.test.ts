import { expect, test } from 'vitest';
import { whoOf } from './who.ts';

const NAMES = { tenant: 'tenant', person: 'person', roles: 'roles', customer: 'customer' };
const GOOD = { tenant: 'acme', person: 'mo', roles: ['finance'], auth_time: 1_795_000_000, sub: 'mo@acme' };

test('the claims say the company, the person, their roles and when they signed in', () => {
  expect(whoOf(NAMES, GOOD)).toEqual({
    viewer: { tenant: 'acme', person: 'mo', roles: ['finance'], signedInAt: new Date(1_795_000_000_000) },
  });
});

test('the claims are read by the names that the issuer gives them', () => {
  const names = { ...NAMES, tenant: 'https://login.example/tenant' };
  const { tenant, ...rest } = GOOD;
  expect(whoOf(names, { ...rest, 'https://login.example/tenant': tenant })).toMatchObject({
    viewer: { tenant: 'acme' },
  });
  expect(whoOf(names, GOOD)).toEqual({ unwelcome: 'claims' });
});

test('no roles are none, names of roles that are none here say nothing, and each is once', () => {
  expect(whoOf(NAMES, { ...GOOD, roles: [] })).toMatchObject({ viewer: { roles: [] } });
  const roles = ['finance', 'Domain Users', 7, 'finance', null, 'auditor'];
  expect(whoOf(NAMES, { ...GOOD, roles })).toMatchObject({ viewer: { roles: ['finance', 'auditor'] } });
});

test.each([
  ['tenant', undefined],
  ['tenant', 'Acme'],
  ['tenant', 7],
  ['person', undefined],
  ['person', 'mo@acme'],
  ['roles', undefined],
  ['roles', 'finance'],
  ['roles', Array.from({ length: 65 }, (_, number) => `role_${number}`)],
  ['auth_time', undefined],
  ['auth_time', '1795000000'],
  ['auth_time', 1_795_000_000_000],
  ['auth_time', -1],
])('nobody is let in by a %s of %j', (name, value) => {
  expect(whoOf(NAMES, { ...GOOD, [name]: value })).toEqual({ unwelcome: 'claims' });
});

test('what an object inherits is no claim', () => {
  expect(whoOf({ ...NAMES, person: 'constructor' }, GOOD)).toEqual({ unwelcome: 'claims' });
});

test('a customer is not let in, by the claim or by the role', () => {
  expect(whoOf(NAMES, { ...GOOD, customer: 'CUS-1' })).toEqual({ unwelcome: 'customer' });
  expect(whoOf(NAMES, { ...GOOD, customer: '' })).toEqual({ unwelcome: 'customer' });
  expect(whoOf(NAMES, { ...GOOD, roles: ['finance', 'customer'] })).toEqual({ unwelcome: 'customer' });
});

test('whoever acts for somebody else is not let in', () => {
  expect(whoOf(NAMES, { ...GOOD, act: { sub: 'an agent' } })).toEqual({ unwelcome: 'acting' });
  expect(whoOf(NAMES, { ...GOOD, act: null })).toEqual({ unwelcome: 'acting' });
});
