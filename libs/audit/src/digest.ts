import { createHash, createHmac } from 'node:crypto';

/** SHA-256 over a text under its domain: the same bytes mean different things as a plan, a card or a rule. */
export function digest(domain: 'plan' | 'card' | 'definition', text: string): Buffer {
  return createHash('sha256').update(`supercargo/${domain}/1\n${text}`, 'utf8').digest();
}

/** HMAC-SHA-256 of redacted arguments: tells whether two calls had the same, and nothing about them without the key. */
export function keyedHash(key: string, text: string): string {
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}
