import { createHash } from 'node:crypto';

/**
 * The file numbers neither items nor vendors; their names are all the identity it gives. An id is made from the name alone, so that every
 * import of every version of the file makes the same one: readable words, and enough of a SHA-256 that two names do not share it.
 */
const CHARACTERS_MAX = 64;
const HASH_CHARACTERS = 10;

/** The SKU of an item description: `LAMIVUDINE-150MG-TABLETS-60-TABS-…`. */
export function skuOf(description: string): string {
  return idOf(description, 'ITEM');
}

/** The id of a vendor's name: `AUROBINDO-PHARMA-LIMITED-…`. */
export function supplierIdOf(name: string): string {
  return idOf(name, 'SUPPLIER');
}

function idOf(name: string, wordless: string): string {
  const words = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const cut = words.slice(0, CHARACTERS_MAX - HASH_CHARACTERS - 1).replace(/-$/, '');
  const hash = createHash('sha256').update(name.normalize('NFC'), 'utf8').digest('hex').toUpperCase();
  return `${cut === '' ? wordless : cut}-${hash.slice(0, HASH_CHARACTERS)}`;
}
