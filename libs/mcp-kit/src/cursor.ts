import * as z from 'zod';
import type { ToolRefusal } from './tool.ts';

function limitOf(max: number): z.ZodDefault<z.ZodInt> {
  return z.int().min(1).max(max).default(20).describe(`At most this many, 1 to ${max.toString()}; 20 when left out.`);
}

/** The argument that bounds a page. */
export const LimitArgument = limitOf(100);

/** The same of a list whose lines say much each. */
export const LongLinesLimitArgument = limitOf(50);

/** The argument with which the next page of a list is asked for. */
export const CursorArgument = z
  .string()
  .min(1)
  .max(800)
  .regex(/^[A-Za-z0-9_-]+$/)
  .optional()
  .describe('The next_cursor of the page before.');

export const UNKNOWN_CURSOR: ToolRefusal = {
  code: 'invalid_field',
  reason: 'cursor is not accepted',
  field: 'cursor',
  accepted: 'the next_cursor of the page before, of the same tool',
};

/** A name or number as it stands in a place: any that the database can hold, so that no list ends at a strange one. */
export function placeText(charactersMax: number): z.ZodString {
  return z
    .string()
    .min(1)
    .max(charactersMax)
    .regex(/^[^\u0000\p{Cs}]+$/u);
}

/** Where a page of a list ended: opaque to callers and no secret. A foreign one only moves the place in one's own list. */
export function cursorOf(list: string, place: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

/** The place that a cursor of this list says; null without one, undefined for what no page of this list ended with. */
export function readCursor<Place extends readonly string[]>(
  list: string,
  place: z.ZodType<Place>,
  cursor: string | undefined,
): Place | null | undefined {
  if (cursor === undefined) return null;
  const [, ...rest] = valuesOf(cursor);
  const parsed = place.safeParse(rest);
  // Of this list, and spelled in the one way in which we spell it, so that two cursors of one place do not exist.
  return parsed.success && cursorOf(list, parsed.data) === cursor ? parsed.data : undefined;
}

/**
 * One page of rows that were read with one more than the limit: whether there is a next page is then known, and its place is that of
 * the last row here.
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
): { readonly page: readonly Row[]; readonly endsAt: Row | null } {
  const page = rows.slice(0, limit);
  return { page, endsAt: rows.length > limit ? (page.at(-1) ?? null) : null };
}

function valuesOf(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
