import { CurrencyCode, parseDecimal, Sku, WarehouseId } from '@supercargo/kernel';

/** How a value of a column is read. Nothing is guessed, rounded or trimmed: what is not exactly as accepted is refused. */
export interface Reader {
  /** What is accepted, as the middle of the sentence "… is accepted". */
  readonly accepted: string;
  /** The value as it is kept; undefined where it is not accepted. `said` gives other values of the line as they stand. */
  readonly read: (text: string, said: (column: string) => string) => string | undefined;
}

/** Sums of quantities are read as JavaScript numbers later: of 9,000 such, they are exact. */
const WHOLE_MAX = 10n ** 12n;
const BIGINT_MAX = 2n ** 63n - 1n;

function matching(pattern: RegExp, accepted: string): Reader {
  return { accepted, read: (text) => (pattern.test(text) ? text : undefined) };
}

export const SKU: Reader = {
  accepted: 'a SKU of 1 to 64 letters, digits and . _ / -, such as COF-1KG,',
  read: (text) => (Sku.safeParse(text).success ? text : undefined),
};

export const WAREHOUSE_ID: Reader = {
  accepted: 'a warehouse id of 1 to 32 letters, digits and . _ -, such as HAM-1,',
  read: (text) => (WarehouseId.safeParse(text).success ? text : undefined),
};

/** An id that another system gave to what it calls `what`, with its article: `idOf('a supplier', 'SUP-TEA')`. */
export function idOf(what: string, example: string): Reader {
  return matching(
    /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/,
    `${what} id of 1 to 64 letters, digits and . _ / -, such as ${example},`,
  );
}

export const SUPPLIER_ID: Reader = idOf('a supplier', 'SUP-TEA');

export const UNIT: Reader = matching(
  /^[A-Z0-9]{2,3}$/,
  'a unit of UN/ECE Recommendation 20, such as EA (each), XPK (pack) or KGM (kilogram),',
);

export const COUNTRY: Reader = matching(/^[A-Z]{2}$/, 'an ISO 3166 country code, such as DE,');

export const LOCODE: Reader = matching(/^[A-Z]{2}[A-Z2-9]{3}$/, 'a UN/LOCODE without space, such as DEHAM,');

export const CURRENCY: Reader = {
  accepted: 'an ISO 4217 currency code, such as EUR,',
  read: (text) => (CurrencyCode.safeParse(text).success ? text : undefined),
};

export const UUID: Reader = matching(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'a UUID in lower case, such as 0198f3a2-7c1e-7d4b-9a51-2f6e8c0b7d13,',
);

/** Words of somebody outside. */
export function text(charactersMax: number): Reader {
  return {
    accepted: `a text of 1 to ${charactersMax} characters that is not blank`,
    read: (said) => (said.trim() !== '' && said.length <= charactersMax ? said : undefined),
  };
}

/** A number that another system gave: visible characters, and no blank at either end that nobody would see. */
export const DOCUMENT_NUMBER: Reader = matching(
  /^(?! )[\x20-\x7e\p{L}\p{N}]{1,64}(?<! )$/u,
  'a number of 1 to 64 visible characters without blanks around it, such as PO-4711,',
);

export function oneOf(words: readonly string[]): Reader {
  return { accepted: words.join(', '), read: (said) => (words.includes(said) ? said : undefined) };
}

/** A whole number between two, both accepted. Kept without leading zeros. */
export function whole(least: bigint, most: bigint = WHOLE_MAX): Reader {
  const accepted = `a whole number from ${least.toString()} to ${most.toString()}, without separators,`;
  const read = (said: string): string | undefined => {
    if (!/^-?\d{1,19}$/.test(said)) return undefined;
    const number = BigInt(said);
    return number >= least && number <= most ? number.toString() : undefined;
  };
  return { accepted, read };
}

export const SIGNED: Reader = whole(-WHOLE_MAX, WHOLE_MAX);

/** An amount of the currency in another column, kept in its minor units. */
export function amountIn(currencyColumn: string): Reader {
  return {
    accepted: `a decimal number of zero or more with a point and no more decimals than the ${currencyColumn} has, such as 12.50,`,
    read: (said, other) => {
      const currency = other(currencyColumn);
      if (said.startsWith('-') || CURRENCY.read(currency, other) === undefined) return undefined;
      const minor = parseDecimal(said, currency)?.minor;
      return minor === undefined || minor > BIGINT_MAX ? undefined : minor.toString();
    },
  };
}

/** Whether a price in minor units times a quantity is an amount that can be kept. */
export function isAmount(priceMinor: string, quantity: string): boolean {
  return BigInt(priceMinor) * BigInt(quantity) <= BIGINT_MAX;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

function isDay(said: string): boolean {
  const match = DATE.exec(said);
  if (match === null || Number(match[1]) < 1900 || Number(match[1]) > 2100) return false;
  const day = new Date(`${said}T00:00:00Z`);
  // The calendar carries 31 April over into May: what comes back must be what was said.
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === said;
}

export const DAY: Reader = {
  accepted: 'an ISO 8601 date from 1900 to 2100, such as 2026-11-20,',
  read: (said) => (isDay(said) ? said : undefined),
};

export const MOMENT: Reader = {
  accepted:
    'an ISO 8601 instant with its offset, such as 2026-11-20T06:00:00Z, or a date such as 2026-11-20, which is its midnight in UTC,',
  read: (said) => {
    if (isDay(said)) return `${said}T00:00:00.000Z`;
    const day = INSTANT.exec(said)?.[1];
    return day === undefined || !isDay(day) ? undefined : new Date(said).toISOString();
  },
};
