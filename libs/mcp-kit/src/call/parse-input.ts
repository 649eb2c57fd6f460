import type * as z from 'zod';
import type { InputSchema } from '../tool.ts';
import { foundIn, type Call } from './call.ts';
import { quoted, type CallRefusal } from './refusal.ts';

function pathOf(issue: z.core.$ZodIssue): string {
  return issue.path.map(String).join('.') || 'arguments';
}

function refusalOf(schema: InputSchema, issue: z.core.$ZodIssue): CallRefusal {
  if (issue.code === 'unrecognized_keys') {
    return {
      step: 'input',
      code: 'unknown_field',
      field: issue.keys.map(quoted).slice(0, 5).join(', '),
      reason: `there is no argument ${issue.keys.map(quoted).slice(0, 5).join(', ')}`,
      accepted: Object.keys(schema.shape).join(', '),
    };
  }
  const field = pathOf(issue);
  return {
    step: 'input',
    code: 'invalid_field',
    field,
    reason: `${field} is not accepted`,
    accepted: acceptedBy(schema, issue),
  };
}

/** The argument's own words, or the schema's message, which names types and bounds and never the value. */
function acceptedBy(schema: InputSchema, issue: z.core.$ZodIssue): string {
  const [top] = issue.path;
  const described = typeof top === 'string' ? (schema.shape[top] as z.ZodType | undefined)?.description : undefined;
  return described ?? issue.message;
}

/** Step 5. Strict: unknown keys are refused, the field is named, and so is what would be accepted. */
export function parseInput(call: Call): CallRefusal | undefined {
  const { input: schema } = foundIn(call, 'tool');
  const parsed = schema.safeParse(call.received ?? {});
  if (parsed.success) {
    call.found.input = parsed.data;
    return undefined;
  }
  const [issue] = parsed.error.issues;
  if (issue === undefined) return { step: 'input', code: 'invalid_field', reason: 'the arguments are not accepted' };
  return refusalOf(schema, issue);
}
