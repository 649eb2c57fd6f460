import { PersonId, TenantId } from '@supercargo/kernel';
import * as z from 'zod';
import type { ConsoleSettings } from './settings.ts';
import type { Viewer } from './sessions.ts';

/** Why an ID token that is genuine lets nobody in here. */
export type Unwelcome = 'customer' | 'acting' | 'claims';

export type Who = { readonly viewer: Viewer } | { readonly unwelcome: Unwelcome };

const roles = z.array(z.string().regex(/^[a-z][a-z0-9_]{0,63}$/)).max(64);
const signedInAt = z.int().positive().max(8_640_000_000);

/**
 * Who the claims of a verified ID token say it is. Roles must be there, if only as none: they take from what somebody was enrolled with, so an
 * issuer that says nothing about them would take everything. A name of a role that is none here says nothing here.
 */
export function whoOf(names: ConsoleSettings['claims'], claims: Readonly<Record<string, unknown>>): Who {
  const claim = (name: string): unknown => (Object.hasOwn(claims, name) ? claims[name] : undefined);
  // Somebody acts for somebody else (RFC 8693 §4.1): who decides has to be there in person.
  if (claim('act') !== undefined) return { unwelcome: 'acting' };
  const tenant = TenantId.safeParse(claim(names.tenant));
  const person = PersonId.safeParse(claim(names.person));
  const given = z.array(z.unknown()).max(200).safeParse(claim(names.roles));
  const at = signedInAt.safeParse(claim('auth_time'));
  if (!tenant.success || !person.success || !given.success || !at.success) return { unwelcome: 'claims' };
  const known = roles.safeParse([...new Set(given.data)].filter((role) => roles.safeParse([role]).success));
  if (!known.success) return { unwelcome: 'claims' };
  const customer = claim(names.customer);
  if ((customer !== undefined && customer !== null) || known.data.includes('customer')) {
    return { unwelcome: 'customer' };
  }
  return {
    viewer: {
      ...{ tenant: tenant.data, person: person.data, roles: known.data },
      signedInAt: new Date(at.data * 1_000),
    },
  };
}
