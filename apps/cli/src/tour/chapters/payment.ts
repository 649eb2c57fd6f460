import { withDoor } from '../../doors.ts';
import { readTourBill } from '../../store/tour-money.ts';
import { said } from '../answers.ts';
import { paymentOf, propose, refusedRelease } from '../proposal.ts';
import { hasTwoOfFinance, releaseBorn } from '../release.ts';
import { Unexpected, type Play } from '../stage.ts';

/** What two of finance release without a cap in the way, in the demo's companies. Minor units. */
const BILL_MAX = 50_000_00n;

/** What keeps money from a payee, or from leaving today. */
const NOT_NOW = /payee|bank|account|cap/;

/** The payment as Payments has it afterwards. */
async function paidLine(play: Play, id: string): Promise<string> {
  const { payment_id: of, state, amount, payee, invoice } = await paymentOf(play, id);
  if (state !== 'paid') throw new Unexpected(`the payment should be paid, and is ${state}`);
  return `get_payment: ${of} for ${invoice.invoice_id}, ${said(amount)} to ${payee.name.text}, ${state}`;
}

/** Gives the request for the release, or undefined where none was asked for. */
export async function playPayment(play: Play, supplier: string): Promise<string | undefined> {
  const { stage, outside, cast } = play;
  stage.chapter('A bill to pay');
  if (!(await hasTwoOfFinance(play))) return undefined;
  const bill = await withDoor(outside, 'supercargo_importer', (door) =>
    door.read(cast.tenant, (tx) => readTourBill(tx, BILL_MAX, supplier)),
  );
  if (bill === undefined) {
    await stage.step('Which bill is to be paid?', () => {
      stage.say('Nothing is left to play here: no bill is open.');
      return Promise.resolve();
    });
    return undefined;
  }
  const { invoice } = bill;
  const proposed = await stage.step(
    `${cast.requester} proposes to pay ${invoice}; consent is enough, because proposing pays nothing`,
    () => propose(play, invoice),
  );
  const { payment, event } = proposed;
  if (event.requestId === null) {
    if (bill.payable && !event.outcome.includes('cap')) {
      throw new Unexpected(`the release should wait: ${event.outcome}`);
    }
    await refusedRelease(play, proposed, NOT_NOW);
    return undefined;
  }
  const readBack = (): Promise<string> => paidLine(play, payment.payment_id);
  await releaseBorn(play, { event, topic: 'payment.proposed', key: payment.payment_id, readBack });
  return event.requestId;
}
