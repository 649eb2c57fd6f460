import { ok, parseStrictJson, refuse, type Result } from '@supercargo/kernel';
import type { JsonObject } from './token-reading.ts';

/** An object of strictly read JSON: one way to understand it, or why not. */
export function readObject(bytes: Uint8Array): Result<JsonObject, 'json_malformed' | 'json_duplicate'> {
  const read = parseStrictJson(bytes);
  if (!read.ok) return refuse(read.code === 'duplicate_key' ? 'json_duplicate' : 'json_malformed');
  const { value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('json_malformed');
  return ok(value as JsonObject);
}
