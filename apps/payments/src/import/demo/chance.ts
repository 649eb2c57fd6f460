import { createHash } from 'node:crypto';

/** A whole number from `low` to `high`, both included: the same for the same words, on every machine. */
export function numberOf(words: string, low: number, high: number): number {
  const drawn = createHash('sha256').update(words).digest().readUIntBE(0, 6);
  return low + (drawn % (high - low + 1));
}

export function pickOf<T>(words: string, values: readonly [T, ...T[]]): T {
  return values[numberOf(words, 0, values.length - 1)] ?? values[0];
}
