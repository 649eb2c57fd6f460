import * as z from 'zod';

/** ISO 20022 texts are of at most 140 characters; nothing that a terminal would act on. */
const Text = z
  .string()
  .min(1)
  .max(140)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}]+$/u);

/** What the rail is told to pay. Its id is the caller's, and stands for this payment and no other for ever. */
export const Instruction = z.strictObject({
  id: z.uuid().lowercase(),
  amount_minor: z.string().regex(/^[1-9]\d{0,17}$/),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/),
  creditor: z.strictObject({ name: Text, account: z.string().regex(/^[A-Z0-9]{5,34}$/) }),
  /** Remittance information: what the creditor reads beside the amount. */
  reference: Text,
  /** It is refused when it arrives at this instant or later. */
  expires_at: z.iso.datetime(),
});
export type Instruction = z.infer<typeof Instruction>;

/** Why a payment is refused: external status reason codes of ISO 20022. */
export type ReasonCode =
  | 'AC01' // the account is unknown
  | 'AC04' // the account is closed
  | 'TM01' // it arrived too late
  | 'MS03'; // the agent says no more

export type Verdict =
  | { readonly status: 'settled'; /** ISO 20022: accepted, settlement completed. */ readonly code: 'ACSC' }
  | { readonly status: 'refused'; readonly code: ReasonCode };

/** Whether a payment that was never seen is settled. Accounts of XX do not exist, those of ZZ are closed: both are nobody's countries. */
export function verdictOf(instruction: Instruction, now: Date, isOutOfLuck: boolean): Verdict {
  const { account } = instruction.creditor;
  if (Date.parse(instruction.expires_at) <= now.getTime()) return { status: 'refused', code: 'TM01' };
  if (account.startsWith('XX')) return { status: 'refused', code: 'AC01' };
  if (account.startsWith('ZZ')) return { status: 'refused', code: 'AC04' };
  if (isOutOfLuck) return { status: 'refused', code: 'MS03' };
  return { status: 'settled', code: 'ACSC' };
}

/** The same payment in the same words, whatever order its members came in. */
export function contentOf({ id, amount_minor, currency, creditor, reference, expires_at }: Instruction): string {
  const { name, account } = creditor;
  return JSON.stringify({ id, amount_minor, currency, creditor: { name, account }, reference, expires_at });
}
