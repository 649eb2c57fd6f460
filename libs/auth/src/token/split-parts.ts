import { decodeStrictly } from './strict-base64url.ts';
import type { TokenStep } from './token-reading.ts';

export const splitParts: TokenStep = {
  name: 'parts',
  holds: 'three parts (RFC 7515 §7.1), each strict base64url: no padding, white space or spare bits',
  check: ({ token, found }) => {
    const [header, claims, signature, ...more] = token.split('.');
    if (header === undefined || claims === undefined || signature === undefined || more.length > 0) {
      return 'token_malformed';
    }
    const parts = { header: decodeStrictly(header), claims: decodeStrictly(claims) };
    if (parts.header === undefined || parts.claims === undefined || decodeStrictly(signature) === undefined) {
      return 'base64url_loose';
    }
    found.parts = { header: parts.header, claims: parts.claims };
    return undefined;
  },
};
