import { UntrustedText } from '@supercargo/kernel';
import * as z from 'zod';
import { Card } from './card.ts';

/** The request an answer is about, as every server of the suite names it. */
const Request = z.strictObject({
  request_id: z.uuid(),
  sentence: z.string(),
  asked_at: z.iso.datetime(),
  case_id: z.uuid().nullable(),
});

/** What every write tool of every server answers. */
export const WriteAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('executed'),
    ...Request.shape,
    executed_at: z.iso.datetime(),
    /** What was done, read back from the system of record. */
    result: z.record(z.string(), z.union([z.string(), z.int(), z.boolean(), z.null(), UntrustedText])),
    undo: z.string(),
  }),
  z.strictObject({
    outcome: z.literal('waiting'),
    ...Request.shape,
    /** What a person must do next, and where. */
    next: z.string(),
    expires_at: z.iso.datetime(),
    card: Card,
  }),
  z.strictObject({
    outcome: z.literal('refused'),
    reason: z.string(),
    code: z.string(),
    field: z.string().nullable(),
    accepted: z.string().nullable(),
    request_id: z.uuid().nullable(),
  }),
  z.strictObject({
    outcome: z.literal('failed'),
    ...Request.shape,
    /** Why nothing was done. */
    reason: z.string(),
    next: z.string(),
    /** What the person who rejected it wrote. */
    words: UntrustedText.optional(),
  }),
  z.strictObject({
    outcome: z.literal('unknown'),
    ...Request.shape,
    /** Why nobody knows yet whether it happened. Only effects on foreign systems stand here: sent once, then asked about until it is known. */
    reason: z.string(),
    next: z.string(),
  }),
]);
export type WriteAnswer = z.infer<typeof WriteAnswer>;
