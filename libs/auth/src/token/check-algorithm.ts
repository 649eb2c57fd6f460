import type { Algorithm } from '../config/issuer-config.ts';
import { foundIn, memberOf, type TokenReading, type TokenStep } from './token-reading.ts';

/** Those of the issuer that the token names; of an issuer nobody knows, which is refused a little later, any. */
function accepted(reading: TokenReading): readonly Algorithm[] {
  const claimed = memberOf(foundIn(reading, 'claims'), 'iss');
  const issuer = typeof claimed === 'string' ? reading.issuers.get(claimed) : undefined;
  return issuer?.config.algorithms ?? [...reading.issuers.values()].flatMap(({ config }) => config.algorithms);
}

export const checkAlgorithm: TokenStep = {
  name: 'algorithm',
  holds: '`alg` is one of the issuer’s fixed list, in that spelling (RFC 8725 §3.1); never `none`, never symmetric',
  check: (reading) => {
    const written = memberOf(foundIn(reading, 'header'), 'alg');
    const algorithm = accepted(reading).find((one) => one === written);
    if (algorithm === undefined) return 'algorithm_refused';
    reading.found.algorithm = algorithm;
    return undefined;
  },
};
