import type { JsonValue } from '@supercargo/kernel';

/** The year 5138 in seconds, and March 1973 in milliseconds: what is beyond was not written in seconds. */
const SECONDS_MAX = 99_999_999_999;

/** Whole seconds since the epoch (RFC 7519 §2, NumericDate without fractions), and not milliseconds. */
export function isSeconds(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value <= SECONDS_MAX;
}
