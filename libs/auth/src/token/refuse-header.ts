import { foundIn, isName, memberOf, type JsonObject, type TokenStep } from './token-reading.ts';

const KEY_ID_CHARACTERS_MAX = 256;

/** Keys or addresses of keys that come with a token, extensions that change what is signed, and tokens inside tokens. */
export const REFUSED_MEMBERS = ['crit', 'jku', 'x5u', 'x5c', 'jwk', 'zip', 'b64', 'enc', 'cty'] as const;

/** Whether a header has any of these; `except` names one that this kind of token carries rightly. */
export function hasRefusedMember(header: JsonObject, except?: (typeof REFUSED_MEMBERS)[number]): boolean {
  return REFUSED_MEMBERS.some((name) => name !== except && memberOf(header, name) !== undefined);
}

export const refuseHeader: TokenStep = {
  name: 'header',
  holds:
    'no `crit`, `jku`, `x5u`, `x5c`, `jwk`, `zip`, `b64`, `enc` or `cty` (nested); `kid` is there, short and printable',
  check: (reading) => {
    const header = foundIn(reading, 'header');
    if (hasRefusedMember(header)) return 'header_refused';
    const keyId = memberOf(header, 'kid');
    if (!isName(keyId, KEY_ID_CHARACTERS_MAX)) return 'key_id_malformed';
    reading.found.keyId = keyId;
    return undefined;
  },
};
