import type { TokenStep } from './token-reading.ts';

/** In characters, which are bytes: what is not ASCII never gets here. */
export const TOKEN_BYTES_MAX = 8_192;

export const boundSize: TokenStep = {
  name: 'size',
  holds: 'at most 8 KiB, before anything is parsed',
  check: ({ token }) => (token.length > TOKEN_BYTES_MAX ? 'token_too_long' : undefined),
};
