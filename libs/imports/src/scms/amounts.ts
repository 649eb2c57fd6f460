import { parseDecimal } from '@supercargo/kernel';

/** The file states every amount in US dollars. */
export const SCMS_CURRENCY = 'USD';

/** The largest whole number that a PostgreSQL bigint keeps. */
const BIGINT_MAX = 2n ** 63n - 1n;

/**
 * Reads an amount of US dollars as whole cents, exactly; undefined where it is not a plain decimal of at most two places, or too large to
 * be kept. Nothing is rounded: an amount with a third place is left as text. (No amount of the published file has one.)
 */
export function readCents(text: string): bigint | undefined {
  const money = parseDecimal(text, SCMS_CURRENCY);
  if (money === undefined || text.startsWith('-') || money.minor > BIGINT_MAX) return undefined;
  return money.minor;
}

/** Whether a text is a plain decimal of zero or more, such as a weight in kilograms. */
export function isDecimal(text: string): boolean {
  return /^\d{1,18}(\.\d{1,18})?$/.test(text);
}

export type Packs =
  | { readonly kind: 'packs'; readonly packs: bigint }
  | { readonly kind: 'impossible' }
  | { readonly kind: 'unreadable' };

/**
 * Reads a number of packs. A number that no delivery can have, negative or fractional, is told apart from a text that is no number: the
 * first says that the file is not what it claims to be.
 */
export function readPacks(text: string): Packs {
  if (/^\d{1,19}$/.test(text)) {
    const packs = BigInt(text);
    return packs <= BIGINT_MAX ? { kind: 'packs', packs } : { kind: 'impossible' };
  }
  return /^[-+−]?(\d|[.,]\d)[\d.,]*([eE][-+]?\d+)?$/.test(text) ? { kind: 'impossible' } : { kind: 'unreadable' };
}
