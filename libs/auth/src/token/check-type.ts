import { foundIn, memberOf, type TokenReading, type TokenStep } from './token-reading.ts';

const SPELLINGS = { 'at+jwt': ['at+jwt', 'application/at+jwt'], JWT: ['JWT'] } as const;

function accepted(reading: TokenReading): readonly string[] {
  const claimed = memberOf(foundIn(reading, 'claims'), 'iss');
  const issuer = typeof claimed === 'string' ? reading.issuers.get(claimed) : undefined;
  const types = issuer?.config.types ?? (['at+jwt', 'JWT'] as const);
  return types.flatMap((type) => SPELLINGS[type]);
}

/** What only an ID token or a logout token carries: with `typ: JWT` the header does not tell them apart. */
const OTHER_KINDS = ['at_hash', 'c_hash', 's_hash', 'events'];

export const checkType: TokenStep = {
  name: 'type',
  holds:
    '`typ` is `at+jwt` (RFC 9068 §2.1), or `JWT` where the issuer is configured so; an ID or logout token is neither',
  check: (reading) => {
    const written = memberOf(foundIn(reading, 'header'), 'typ');
    if (typeof written !== 'string' || !accepted(reading).includes(written)) return 'type_refused';
    const claims = foundIn(reading, 'claims');
    return OTHER_KINDS.some((name) => memberOf(claims, name) !== undefined) ? 'type_refused' : undefined;
  },
};
