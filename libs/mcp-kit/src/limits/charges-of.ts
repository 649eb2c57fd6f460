import { customerOf } from '../call/door-of.ts';
import type { Principal } from '../runtime.ts';
import type { Charge } from './limits.ts';

/**
 * What a call is charged to. Names of companies, customers and targets have no slash in them, and a person’s, which may have any character,
 * comes last: no two of one budget are the same text for different people.
 */
export function chargesOf(principal: Principal, target: string): readonly Charge[] {
  const { tenant, person } = principal;
  const customer = customerOf(principal);
  return [
    { budget: 'tool', whose: `${tenant}/${target}/${person}` },
    { budget: 'person', whose: `${tenant}/${person}` },
    ...(customer === null ? [] : [{ budget: 'customer', whose: `${tenant}/${customer}` } as const]),
    { budget: 'tenant', whose: tenant },
  ];
}
