import { hash } from 'node:crypto';

/** Chance of a demo company: a whole number from 0 up to, not including, `below`, the same for the same words on every machine. */
export function chosen(words: string, below: number): number {
  return Number.parseInt(hash('sha256', words).slice(0, 8), 16) % below;
}
