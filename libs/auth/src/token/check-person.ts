import { CustomerId, PersonId, type JsonValue } from '@supercargo/kernel';
import * as z from 'zod';
import type { Finding } from '../refusal.ts';
import { isSeconds } from './seconds.ts';
import { foundIn, isName, memberOf, type BoundTo, type TokenReading, type TokenStep } from './token-reading.ts';

const Roles = z.array(z.string().regex(/^[\x21-\x7E]{1,64}$/)).max(64);
const THUMBPRINT = /^[A-Za-z0-9_-]{43}$/;
const MEMBERS = { jkt: 'dpop', 'x5t#S256': 'mtls' } as const;

/** The one confirmation of a `cnf` (RFC 9449 §6.1, RFC 8705 §3.1). What we cannot hold a caller to is not accepted. */
function boundTo(value: JsonValue | undefined): BoundTo | null | undefined {
  if (value === undefined) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [[member, thumbprint] = [], ...more] = Object.entries(value);
  if (more.length > 0 || (member !== 'jkt' && member !== 'x5t#S256')) return undefined;
  return typeof thumbprint === 'string' && THUMBPRINT.test(thumbprint)
    ? { kind: MEMBERS[member], thumbprint }
    : undefined;
}

/** When and how the person signed in, which the tiers of approval ask for. */
function readSignIn(reading: TokenReading): Finding {
  const claims = foundIn(reading, 'claims');
  const authTime = memberOf(claims, 'auth_time') ?? null;
  const acr = memberOf(claims, 'acr') ?? null;
  const act = memberOf(claims, 'act');
  const latest = reading.seconds + reading.clockSkewSeconds;
  if (authTime !== null && (!isSeconds(authTime) || authTime > latest)) return 'sign_in_malformed';
  if (acr !== null && !isName(acr)) return 'sign_in_malformed';
  Object.assign(reading.found, { authTime, acr, delegated: act !== undefined });
  return undefined;
}

function readRights(reading: TokenReading): Finding {
  const claims = foundIn(reading, 'claims');
  const names = foundIn(reading, 'issuer').config.claims;
  const person = PersonId.safeParse(memberOf(claims, names.person));
  if (!person.success) return 'person_malformed';
  const roles = Roles.safeParse(memberOf(claims, names.roles) ?? []);
  if (!roles.success || new Set(roles.data).size !== roles.data.length) return 'roles_malformed';
  const customer = memberOf(claims, names.customer) ?? null;
  if (customer !== null && !CustomerId.safeParse(customer).success) return 'customer_malformed';
  Object.assign(reading.found, { person: person.data, roles: roles.data, customer });
  return undefined;
}

export const checkPerson: TokenStep = {
  name: 'person',
  holds:
    'person, roles, customer, `auth_time`, `acr` and `cnf` are well-formed where they are there; a person is there',
  check: (reading) => {
    const reason = readRights(reading) ?? readSignIn(reading);
    if (reason !== undefined) return reason;
    const bound = boundTo(memberOf(foundIn(reading, 'claims'), 'cnf'));
    if (bound === undefined) return 'confirmation_malformed';
    reading.found.boundTo = bound;
    return undefined;
  },
};
