import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { uuidOf } from './uuid.ts';

test('every name has an id of its own, a UUID of version 8 that says its hash but for six bits', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const id = uuidOf(name);
      expect(z.uuid({ version: 'v8' }).safeParse(id).success).toBe(true);
      const [said, hashed] = [id.replaceAll('-', ''), hash('sha256', name).slice(0, 32)];
      const shared = (hex: string): string => `${hex.slice(0, 12)}.${hex.slice(13, 16)}.${hex.slice(17)}`;
      expect(shared(said)).toBe(shared(hashed));
    }),
  );
});

test('an id stays what it was: rows that were imported before are found by it', () => {
  expect(uuidOf('acme|issue|COF-1KG')).toBe('9745a161-a6ab-85e1-b156-a70a3759b7b1');
});
