import { spoken, untrusted } from '@supercargo/kernel';

/** As long as a whole plan may be: of what is decided about nothing is cut off. */
const CHARACTERS_MAX = 65_536;

/** Text from the database as a page may show it: nothing in it hides, or reorders what is read. Markup is escaped where it is shown. */
export function visible(text: string): string {
  return untrusted('database', text, CHARACTERS_MAX).text;
}

/** `2026-11-21 06:10:03 UTC`: to the second. */
export function instant(at: Date): string {
  return at
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}

export function amount(of: { readonly amountMinor: bigint | null; readonly currency: string | null }): string {
  if (of.amountMinor === null || of.currency === null) return 'none';
  return spoken({ minor: of.amountMinor, currency: of.currency });
}
