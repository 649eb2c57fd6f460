import * as z from 'zod';

/** No request was asked before this: years that the database cannot read are no place in a list. */
const FIRST = '2000-01-01';

const Cursor = z.tuple([z.iso.datetime({ precision: 3 }).refine((at) => at >= FIRST), z.uuid()]);

/** Where a page ended: an instant in milliseconds and an id, opaque to callers and no secret. */
export function cursorOf(at: Date, id: string): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** Undefined for what no page of ours ended with. A foreign cursor only moves the place in one's own list. */
export function readCursor(cursor: string): { readonly askedAt: string; readonly id: string } | undefined {
  try {
    const parsed = Cursor.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success ? { askedAt: parsed.data[0], id: parsed.data[1] } : undefined;
  } catch {
    return undefined;
  }
}
