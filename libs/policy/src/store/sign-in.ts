import { assert } from '@supercargo/kernel';
import type { TenantTx } from '@supercargo/tenancy';

/** What came of a sign-in: learnt, of nobody who is active in this company, or of another time than now. */
const LEARNT = ['ok', 'unknown_person', 'not_now'] as const;

const RECORD = {
  name: 'people_record_sign_in',
  text: 'select people.record_sign_in($1, $2, $3::timestamptz) as answer',
} as const;

/**
 * Writes down that a person signed in, when, and with which roles: those of theirs that the sign-in does not have are gone until the next.
 * It adds none.
 */
export async function recordSignIn(
  tx: TenantTx,
  signIn: { readonly person: string; readonly roles: readonly string[]; readonly signedInAt: Date },
): Promise<(typeof LEARNT)[number]> {
  const { person, roles, signedInAt } = signIn;
  const [row] = await tx.query<{ answer: string }>(RECORD, [person, roles, signedInAt.toISOString()]);
  const answer = LEARNT.find((one) => one === row?.answer);
  assert(answer !== undefined, 'a sign-in has a known answer');
  return answer;
}
