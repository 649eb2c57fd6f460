import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is the same for the same seed. Only additions and multiplications, so that it is the same on every machine too. */
export interface Chance {
  /** Evenly from `low` up to, not including, `high`. */
  between(low: number, high: number): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** Whether something that happens with this probability happens. */
  happens(probability: number): boolean;
  /** Around 1, seldom far from it: three even draws added. `spread` 0.5 gives 0.5 to 1.5. */
  noise(spread: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
}

export function chanceOf(seed: string): Chance {
  const generator = xoroshiro128plus(createHash('sha256').update(seed).digest().readInt32BE());
  const even = (): number => uniformFloat64(generator);
  const whole = (low: number, high: number): number => uniformInt(generator, low, high);
  return {
    between: (low, high) => low + (high - low) * even(),
    whole,
    happens: (probability) => even() < probability,
    noise: (spread) => 1 + spread * ((even() + even() + even()) * (2 / 3) - 1),
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
  };
}
