/** A decimal in one spelling: value = digits × 10^exponent, with no zero at either end. Zero has no digits. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

const ZERO = 0x30;

/** Strips zeros by counting: a regular expression anchored at the end is quadratic on a long run of inner zeros. */
function decimalOf(text: string): Decimal {
  const unsigned = text.startsWith('-') ? text.slice(1) : text;
  const [mantissa = '', power = '0'] = unsigned.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  let start = 0;
  while (start < all.length && all.charCodeAt(start) === ZERO) start += 1;
  let end = all.length;
  while (end > start && all.charCodeAt(end - 1) === ZERO) end -= 1;
  if (start === end) return { digits: '', exponent: 0 };
  return { digits: all.slice(start, end), exponent: Number(power) - fraction.length + (all.length - end) };
}

/**
 * Whether a JSON number, as written, is the same decimal value once it is a double: what we compute with is what was
 * sent. Integers beyond ±(2^53 − 1) are refused even where the double happens to be exact, because their neighbours
 * are not (RFC 8259 section 6). `1.50` and `1.5` are one value; `-0` is zero.
 *
 * @param text one number by the JSON grammar; anything else gives a meaningless answer
 */
export function keepsItsValue(text: string): boolean {
  if (text.length <= 15 && /^-?\d+$/.test(text)) return true;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false;
  const sent = decimalOf(text);
  const kept = decimalOf(String(value));
  return sent.digits === kept.digits && sent.exponent === kept.exponent;
}
