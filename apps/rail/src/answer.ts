import { Instruction } from './payment.ts';
import type { Payment, Payments, Taken } from './store/payments.ts';

/** What is answered, as its status and its body. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const MALFORMED: Answer = { status: 400, body: { error: 'malformed', reason: 'the body is one payment in JSON' } };

/** The decision about a payment, with the payment as it was given, so that a caller can compare. */
function bodyOf({ number, instruction, verdict, at }: Payment): Answer['body'] {
  const isSettled = verdict.status === 'settled';
  const settlement = isSettled ? `RAIL-${number.toString().padStart(6, '0')}` : null;
  return { ...instruction, ...verdict, settlement, at };
}

function answerTo(taken: Taken): Answer {
  if (taken.kind === 'other') {
    return { status: 409, body: { error: 'other_payment', reason: 'under this id there is another payment' } };
  }
  return { status: taken.payment.verdict.status === 'settled' ? 201 : 422, body: bodyOf(taken.payment) };
}

/** Names the first member that is not accepted, never its value. */
function invalid(path: readonly PropertyKey[]): Answer {
  const field = path.map(String).join('.') || 'the payment';
  return { status: 400, body: { error: 'malformed', field, reason: `${field} is absent, unknown or not accepted` } };
}

/** `POST /payments`: the first time it is decided about, and ever after the same is said. */
export function take(
  payments: Payments,
  text: string,
  isOutOfLuck: (number: number) => boolean,
): { readonly answer: Answer; readonly taken?: Taken } {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { answer: MALFORMED };
  }
  const parsed = Instruction.safeParse(given);
  if (!parsed.success) return { answer: invalid(parsed.error.issues[0]?.path ?? []) };
  const taken = payments.take(parsed.data, isOutOfLuck);
  return { answer: answerTo(taken), taken };
}

/** `GET /payments/:id`: what was decided, or that nothing was by now. */
export function find(payments: Payments, id: string, now: Date): Answer {
  const payment = payments.find(id);
  if (payment !== undefined) return { status: 200, body: bodyOf(payment) };
  return {
    status: 404,
    body: { error: 'not_found', reason: 'no payment of this id was decided about', at: now.toISOString() },
  };
}
