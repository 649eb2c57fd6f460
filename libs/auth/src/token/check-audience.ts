import type { JsonValue } from '@supercargo/kernel';
import { foundIn, memberOf, type TokenStep } from './token-reading.ts';

const AUDIENCES_MAX = 16;

function listed(value: JsonValue | undefined): readonly string[] | undefined {
  const values: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [value ?? null];
  return values.length <= AUDIENCES_MAX && values.every((one) => typeof one === 'string') ? values : undefined;
}

export const checkAudience: TokenStep = {
  name: 'audience',
  holds: '`aud` names this server (RFC 8707), and no other unless the issuer is configured so',
  check: (reading) => {
    const { audiences, config } = foundIn(reading, 'issuer');
    const named = listed(memberOf(foundIn(reading, 'claims'), 'aud'));
    if (named?.some((one) => audiences.has(one)) !== true) return 'audience_other';
    if (config.otherAudiences === 'allowed') return undefined;
    return named.every((one) => audiences.has(one)) ? undefined : 'audience_extra';
  },
};
