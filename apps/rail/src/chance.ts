import { createHash } from 'node:crypto';

/** The same seed gives the same chances, and another opening of the same books others: who died would die again at once. */
export function chanceOf(seed: number, opened: number): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    const hash = createHash('sha256').update(`${seed} ${opened} ${drawn}`).digest();
    return hash.readUInt32BE(0) / 2 ** 32;
  };
}
