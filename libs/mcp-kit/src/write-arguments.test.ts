import { expect, test } from 'vitest';
import * as z from 'zod';
import { splitWriteArguments, withWriteArguments } from './write-arguments.ts';

const PLAIN = z.strictObject({ quantity: z.int() });
const NEEDS_REASON = z.strictObject({ quantity: z.int(), reason: z.string().min(3).max(500) });

test('a reason is shown as the caller’s words, and is no part of what is asked for', () => {
  expect(splitWriteArguments(PLAIN, { quantity: 5, reason: 'we run out', idempotency_key: 'k' })).toEqual({
    own: { quantity: 5 },
    write: { idempotencyKey: 'k', caseId: null, words: { origin: 'agent', text: 'we run out' } },
  });
  expect(withWriteArguments(PLAIN).safeParse({ quantity: 5 }).success).toBe(true);
});

test('a tool that declares a reason of its own needs it, and it is part of what is asked for', () => {
  const schema = withWriteArguments(NEEDS_REASON);
  expect(schema.safeParse({ quantity: 5 }).success).toBe(false);
  expect(schema.safeParse({ quantity: 5, reason: 'x' }).success).toBe(false);
  expect(schema.safeParse({ quantity: 5, reason: 'x'.repeat(500) }).success).toBe(true);
  expect(splitWriteArguments(NEEDS_REASON, { quantity: 5, reason: 'a count' })).toEqual({
    own: { quantity: 5, reason: 'a count' },
    write: { idempotencyKey: null, caseId: null, words: { origin: 'agent', text: 'a count' } },
  });
});
