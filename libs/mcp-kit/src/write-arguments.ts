import { untrusted, type UntrustedText } from '@supercargo/kernel';
import * as z from 'zod';
import type { InputSchema } from './tool.ts';

/**
 * What every write takes beside its own arguments. None of it is part of what is executed or of the request's fingerprint, but for a
 * reason that a tool declares for itself because it needs one.
 */
const WRITE_ARGUMENTS = {
  idempotency_key: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[\x20-\x7e]+$/)
    .optional()
    .describe('Give the same key to repeat a call safely, or a new one to ask for another of the same.'),
  case_id: z.uuid().optional().describe('Ties requests of several servers into one story.'),
  reason: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe('Why you ask, in your own words; shown to the approver as yours.'),
};

export interface WriteArguments {
  readonly idempotencyKey: string | null;
  readonly caseId: string | null;
  readonly words: UntrustedText | null;
}

/** The input schema that a client sees of a write tool. */
export function withWriteArguments(input: InputSchema): InputSchema {
  const { reason } = input.shape;
  return z.strictObject({ ...input.shape, ...WRITE_ARGUMENTS, ...(reason === undefined ? {} : { reason }) });
}

/** Splits parsed input into the tool's own arguments and those that every write has. A reason of the tool's own is both. */
export function splitWriteArguments(
  input: InputSchema,
  parsed: Readonly<Record<string, unknown>>,
): {
  readonly own: Record<string, unknown>;
  readonly write: WriteArguments;
} {
  const { idempotency_key: key, case_id: caseId, reason, ...own } = parsed;
  const words = typeof reason === 'string' ? untrusted('agent', reason) : null;
  return {
    // As it is shown: a NUL or a hidden character is no part of a plan.
    own: input.shape['reason'] === undefined ? own : { ...own, reason: words?.text },
    write: {
      idempotencyKey: typeof key === 'string' ? key : null,
      caseId: typeof caseId === 'string' ? caseId : null,
      words,
    },
  };
}
