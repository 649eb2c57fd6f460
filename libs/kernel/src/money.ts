import * as z from 'zod';
import { assert } from './assert.ts';

/** An amount in integer minor units of an ISO 4217 currency. Never a float. */
export interface Money {
  readonly minor: bigint;
  readonly currency: string;
}

function digitsOf(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  assert(maximumFractionDigits !== undefined, 'a currency format has fraction digits');
  return maximumFractionDigits;
}

/** The digits of every currency that this runtime knows, looked up once: a format is dear to make. */
const DIGITS: ReadonlyMap<string, number> = new Map(
  Intl.supportedValuesOf('currency').map((currency) => [currency, digitsOf(currency)]),
);

/** An ISO 4217 alphabetic code that this runtime knows. */
export const CurrencyCode = z
  .string()
  .refine((code) => DIGITS.has(code), { error: 'an ISO 4217 currency code such as EUR is accepted' });

/** How many digits the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, by the runtime's tables). */
export function minorDigits(currency: string): number {
  const digits = DIGITS.get(currency);
  assert(digits !== undefined, 'a currency was checked before it was used');
  return digits;
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
