import * as z from 'zod';
import { assert } from './assert.ts';

/** An amount in integer minor units of an ISO 4217 currency. Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

/**
 * The currencies of ISO 4217 (List One, "Minor unit") whose minor unit has not two digits. Not those of the runtime's `Intl`: they say how
 * people write prices, and give HUF, IDR or PKR none.
 */
const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((currency) => [currency, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((currency) => [currency, 3] as const),
]);

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 alphabetic code that this runtime knows. */
export const CurrencyCode = z
  .string()
  .refine((code) => CURRENCIES.has(code), { error: 'an ISO 4217 currency code such as EUR is accepted' });

/** How many digits the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217). */
export function minorDigits(currency: string): number {
  assert(CURRENCIES.has(currency), 'a currency was checked before it was used');
  return MINOR_DIGITS.get(currency) ?? 2;
}

/** How an amount travels in answers and cards: a decimal string with all its minor digits, and the currency beside it. */
export const WireMoney = z.strictObject({
  amount: z.string().regex(/^-?\d{1,18}(\.\d{1,4})?$/),
  currency: CurrencyCode,
});
export type WireMoney = z.infer<typeof WireMoney>;

/** `{ minor: 1250n, currency: 'EUR' }` is `12.50`. */
export function decimal(money: Money): string {
  const digits = minorDigits(money.currency);
  const sign = money.minor < 0n ? '-' : '';
  const minor = (money.minor < 0n ? -money.minor : money.minor).toString().padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${minor}`;
  return `${sign}${minor.slice(0, -digits)}.${minor.slice(-digits)}`;
}

export function toWire(money: Money): WireMoney {
  return { amount: decimal(money), currency: money.currency };
}

/** As a sentence says it: `1,250.00 EUR`. */
export function spoken(money: Money): string {
  const [whole = '0', fraction] = decimal(money).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${grouped}${fraction === undefined ? '' : `.${fraction}`} ${money.currency}`;
}

/** Reads a plain decimal such as `12.5` exactly; undefined where it is not one or has more digits than the currency. */
export function parseDecimal(text: string, currency: string): Money | undefined {
  const match = /^(-?)(\d{1,18})(?:\.(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const digits = minorDigits(currency);
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > digits) return undefined;
  const minor = BigInt(`${match[2] ?? ''}${fraction.padEnd(digits, '0')}`);
  return { minor: match[1] === '-' ? -minor : minor, currency };
}

export function times(money: Money, quantity: bigint): Money {
  return { minor: money.minor * quantity, currency: money.currency };
}
