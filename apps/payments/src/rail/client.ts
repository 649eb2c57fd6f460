import type { NotFound, RemoteAnswer } from '@supercargo/mcp-kit';
import type { Money } from '@supercargo/kernel';
import * as z from 'zod';

/** What the rail is told to pay. */
export interface PaymentOrder {
  /** The execution's id: the rail pays once under it, and is asked by it. */
  readonly id: string;
  readonly amount: Money;
  readonly creditor: { readonly name: string; readonly account: string };
  /** Remittance information, up to 140 characters (ISO 20022). */
  readonly reference: string;
  readonly expiresAt: Date;
}

/** Where the rail is just now; undefined where nobody has said. */
export type RailPlace = () => Promise<{ readonly url: string; readonly token: string } | undefined>;

/** The payment rail, as Payments reaches it. No call ever rejects: what the rail did not say clearly is `unknown`. */
export interface RailClient {
  /** Tells the rail to pay. Called once for an order: a second call would be a second telling. */
  pay(order: PaymentOrder): Promise<RemoteAnswer>;
  /** Asks the rail what became of an order. */
  find(order: PaymentOrder): Promise<RemoteAnswer | NotFound>;
  /** Whether the rail would answer just now, in its own words. */
  readonly isReachable: () => Promise<boolean>;
}

const CALL_MS_MAX = 10_000;
/** No execution has this id. */
const NOBODY = '00000000-0000-4000-8000-000000000000';
const ANSWER_CHARS_MAX = 16_384;

const Decision = z.object({
  id: z.string(),
  amount_minor: z.string(),
  currency: z.string(),
  creditor: z.object({ name: z.string(), account: z.string() }),
  status: z.enum(['settled', 'refused']),
  code: z.string(),
  settlement: z
    .string()
    .regex(/^[A-Z0-9-]{1,35}$/)
    .nullable(),
});
const Missing = z.object({ error: z.literal('not_found'), at: z.iso.datetime() });

/** External status reasons of ISO 20022 that the rail gives, in our words. */
const REASONS: Readonly<Record<string, string>> = {
  AC01: 'the account of the payee is unknown',
  AC04: 'the account of the payee is closed',
  TM01: 'it arrived too late',
  MS03: 'it gave no reason',
};

const unknown = (reason: string): RemoteAnswer => ({ kind: 'unknown', reason });

function bodyOf(order: PaymentOrder): string {
  const { id, amount, creditor, reference, expiresAt } = order;
  const [amount_minor, expires_at] = [amount.minor.toString(), expiresAt.toISOString()];
  return JSON.stringify({ id, amount_minor, currency: amount.currency, creditor, reference, expires_at });
}

/** What the rail decided, where it is about this payment and no other. */
function decisionOf(order: PaymentOrder, body: unknown): RemoteAnswer {
  const parsed = Decision.safeParse(body);
  if (!parsed.success) return unknown('the payment rail answered in words that are not its own');
  const { id, amount_minor, currency, creditor, status, code, settlement } = parsed.data;
  const isSame =
    id === order.id &&
    amount_minor === order.amount.minor.toString() &&
    currency === order.amount.currency &&
    creditor.account === order.creditor.account;
  if (!isSame) return unknown('the payment rail holds another payment under this id');
  if (status === 'refused') {
    const why = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
    return { kind: 'failed', reason: `the payment rail refused it: ${why ?? 'it gave a reason of its own'}` };
  }
  if (settlement === null) return unknown('the payment rail settled it and did not say as what');
  return { kind: 'executed', reference: settlement };
}

/** At most so much text: whoever answers more is not the rail. */
async function textOf(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > ANSWER_CHARS_MAX) throw new Error('too much was answered');
  }
  return text + decoder.decode();
}

export function railClient(place: RailPlace, callMs: number = CALL_MS_MAX): RailClient {
  /** One call; undefined where there was no answer to read, for whatever reason. */
  const call = async (path: string, body?: string): Promise<{ status: number; body: unknown } | undefined> => {
    try {
      const rail = await place();
      if (rail === undefined) return undefined;
      const response = await fetch(`${rail.url}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${rail.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
        redirect: 'error',
        signal: AbortSignal.timeout(callMs),
      });
      return { status: response.status, body: JSON.parse(await textOf(response)) as unknown };
    } catch {
      return undefined;
    }
  };
  return {
    pay: async (order) => {
      const answer = await call('/payments', bodyOf(order));
      if (answer === undefined) return unknown('the payment rail gave no answer');
      if (answer.status === 201 || answer.status === 422) return decisionOf(order, answer.body);
      return unknown(`the payment rail answered with status ${answer.status}`);
    },
    find: async (order) => {
      const answer = await call(`/payments/${order.id}`);
      if (answer === undefined) return unknown('the payment rail gave no answer');
      if (answer.status === 200) return decisionOf(order, answer.body);
      const missing = Missing.safeParse(answer.body);
      // Any server answers 404 for what it does not know: only the rail's own words mean that it has no such payment.
      if (answer.status === 404 && missing.success) return { kind: 'not_found', at: new Date(missing.data.at) };
      return unknown(`the payment rail answered with status ${answer.status}`);
    },
    isReachable: async () => {
      const answer = await call(`/payments/${NOBODY}`);
      return answer?.status === 404 && Missing.safeParse(answer.body).success;
    },
  };
}
