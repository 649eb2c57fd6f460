import type { JsonValue } from '@supercargo/kernel';
import { Scope } from '../config/auth-config.ts';
import type { IssuerConfig } from '../config/issuer-config.ts';
import { foundIn, memberOf, type TokenStep } from './token-reading.ts';

const SCOPES_MAX = 128;

function listed(value: JsonValue | undefined, shape: IssuerConfig['scopeShape']): readonly JsonValue[] | undefined {
  if (shape === 'text') return typeof value === 'string' ? value.split(' ') : undefined;
  return Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
}

export const checkScopes: TokenStep = {
  name: 'scopes',
  holds: 'at least one scope, written as RFC 6749 §3.3 does (a list, where the issuer is configured so), none twice',
  check: (reading) => {
    const { config } = foundIn(reading, 'issuer');
    const scopes = listed(memberOf(foundIn(reading, 'claims'), config.claims.scope), config.scopeShape);
    if (scopes === undefined || scopes.length === 0 || scopes.length > SCOPES_MAX) return 'scopes_malformed';
    const known = scopes.flatMap((scope) => Scope.safeParse(scope).data ?? []);
    const distinct = new Set(known);
    if (distinct.size !== scopes.length) return 'scopes_malformed';
    reading.found.scopes = distinct;
    return undefined;
  },
};
