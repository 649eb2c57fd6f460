import { hash } from 'node:crypto';

/** An id that is the same for the same name, in every import: a UUID of version 8 (RFC 9562, section 5.8). */
export function uuidOf(name: string): string {
  const hex = hash('sha256', name);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
