import { UntrustedText, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { expectKind, Named, read, resultOf, said, written } from './answers.ts';
import { handledEvent, type Handled } from './events.ts';
import { Unexpected, type Play } from './stage.ts';

const Payment = z.object({
  ...{ payment_id: z.string(), state: z.string(), amount: WireMoney, next_step: z.string() },
  payee: z.object({ ...Named.shape, problems: z.array(z.string()) }),
  invoice: z.object({ invoice_id: z.string(), order_number: z.string().nullable() }),
  rail_reference: UntrustedText.nullable(),
});
export type Payment = z.infer<typeof Payment>;

export const paymentOf = ({ hosts: { payments } }: Play, id: string): Promise<Payment> =>
  read(payments, 'get_payment', { payment: id }, Payment);

/** A proposed payment, and what Payments made of it. */
export interface Proposed {
  readonly payment: Payment;
  readonly event: Handled;
}

/** Proposes to pay a bill, by the requester's own consent; no money moves by that. */
export async function propose(play: Play, invoice: string): Promise<Proposed> {
  const { hosts, cast } = play;
  const answer = await written(hosts.payments, 'propose_payment', {
    ...{ invoice, idempotency_key: `tour-${cast.run}-${invoice}` },
  });
  const id = resultOf(expectKind(answer, 'executed'), 'payment_id');
  return proposed(play, id);
}

/** A payment that is proposed, and what came of that. */
export async function proposed(play: Play, id: string): Promise<Proposed> {
  const payment = await paymentOf(play, id);
  play.stage.say(`${id}: ${said(payment.amount)} to ${payment.payee.name.text}, ${payment.state}. No money moved.`);
  return { payment, event: await handledEvent(play, 'payment.proposed', id) };
}

/**
 * A release that is refused, of whoever asks: the event's, which asks in the name of who proposed it, and that of somebody of finance. Then
 * the proposal is taken back, so that the bill is open as before.
 */
export async function refusedRelease(play: Play, { payment, event }: Proposed, reason: RegExp): Promise<void> {
  const { stage, hosts, cast } = play;
  const { payment_id: id } = payment;
  const { treasurer } = cast;
  await stage.step('Its release is refused, whoever asks', async () => {
    stage.say(`${cast.requester}, by the event payment.proposed ${id}: ${event.outcome}`);
    if (event.requestId !== null || !reason.test(event.outcome)) {
      throw new Unexpected(`nothing should be asked for, because of ${reason.source}`);
    }
    if (treasurer === undefined) return;
    const answer = await play.asAnother('payments', treasurer, (host) =>
      written(host, 'release_payment', { payment: id }),
    );
    const refused = expectKind(answer, 'refused');
    stage.say(`${treasurer} of finance: ${refused.reason}; accepted: ${refused.accepted ?? 'nothing'}`);
    if (!reason.test(refused.reason)) throw new Unexpected(`the refusal should be about ${reason.source}`);
  });
  await stage.step(`${cast.requester} takes the proposal back; the bill is open as before`, async () => {
    const cancelled = expectKind(await written(hosts.payments, 'cancel_payment', { payment: id }), 'executed');
    stage.say(`${id}: ${resultOf(cancelled, 'payment_state')}`);
  });
}
