import { expect, test } from 'vitest';
import { hasSecret, newApprovalSecret, seededPolicy } from './founding.ts';

test('a secret is five groups of four of letters and digits that nobody mistakes for one another', () => {
  const secrets = Array.from({ length: 1_000 }, newApprovalSecret);
  for (const secret of secrets) expect(secret).toMatch(/^([abcdefghjkmnpqrstuvwxyz23456789]{4}-){4}[a-z2-9]{4}$/);
  expect(secrets.join('')).not.toMatch(/[iIlLoO01]/);
  expect(new Set(secrets).size).toBe(secrets.length);
  expect(new Set(secrets.join('').replaceAll('-', '')).size).toBe(31);
});

test('only who approves or administers has a secret', () => {
  expect(['supply_chain_manager', 'finance', 'administrator'].every((role) => hasSecret({ roles: [role] }))).toBe(true);
  expect(['warehouse_clerk', 'auditor', 'customer'].some((role) => hasSecret({ roles: [role] }))).toBe(false);
  expect(hasSecret({ roles: ['warehouse_clerk', 'finance'] })).toBe(true);
});

test('the seeded policy is that of the company’s currency throughout', () => {
  const { rules, consent_limits: limits } = seededPolicy('USD');
  expect(new Set([...rules, ...limits].map(({ currency }) => currency))).toEqual(new Set(['USD', null]));
  expect(limits.filter(({ currency }) => currency === null).map(({ dimension }) => dimension)).toEqual([
    'requester_units',
    'server_units',
  ]);
});
