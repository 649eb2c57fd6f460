import { UntrustedText, WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { withDoor } from '../../doors.ts';
import { readTourPaid } from '../../store/tour-money.ts';
import { daysOf, expectKind, minorOf, Named, read, resultOf, said, written } from '../answers.ts';
import { approveBy, settledAnswer } from '../approval.ts';
import { shortCard } from '../card-short.ts';
import { handledEvent } from '../events.ts';
import { hasTwoOfFinance, releaseBorn } from '../release.ts';
import { Unexpected, type Play } from '../stage.ts';

const ROWS_SHOWN = 6;
const REQUESTED = { states: ['requested'], limit: 50 } as const;

const Rma = z.object({
  rma_id: z.string(),
  order_number: z.string(),
  customer: Named,
  reason: z.string(),
  words: UntrustedText.nullable(),
  value: WireMoney,
  verdict: z.object({
    ...{ window: z.string(), refund: WireMoney.nullable() },
    ...{ limit: WireMoney.nullable(), above_limit: z.boolean().nullable() },
  }),
  waiting_days: z.int().nullable(),
});
type Rma = z.infer<typeof Rma>;
const Returns = z.object({ returns: z.array(Rma), total: z.int() });

const Transactions = z.object({
  transactions: z.array(
    z.object({
      ...{ id: z.string(), state: z.string(), amount: WireMoney, return_id: z.string().nullable() },
      ...{ customer_id: z.string().nullable(), rail_reference: UntrustedText.nullable() },
    }),
  ),
});

/**
 * One above the limit whose order was paid, so that its refund can be asked for; then any whose order was paid; then any above the limit. In
 * each the one that waits longest, as the server lists them.
 */
async function chooseReturn({ outside, cast }: Play, returns: readonly Rma[]): Promise<Rma | undefined> {
  const orders = returns.map(({ order_number: order }) => order);
  const paid = await withDoor(outside, 'supercargo_importer', (door) =>
    door.read(cast.tenant, (tx) => readTourPaid(tx, orders)),
  );
  const isPaid = ({ order_number: order, verdict }: Rma): boolean =>
    verdict.refund !== null && (paid.get(order) ?? 0n) >= minorOf(verdict.refund);
  const isAbove = ({ verdict }: Rma): boolean => verdict.above_limit === true;
  const decidable = returns.filter(({ verdict }) => verdict.refund !== null);
  return decidable.find((rma) => isAbove(rma) && isPaid(rma)) ?? decidable.find(isPaid) ?? decidable.find(isAbove);
}

function returnRow({
  rma_id: id,
  order_number: order,
  customer,
  value,
  verdict,
  waiting_days: days,
  ...rma
}: Rma): string[] {
  return [
    ...[id, order, customer.name.text, said(value), rma.reason.replaceAll('_', ' ')],
    ...[verdict.window, verdict.above_limit === true ? `above ${said(verdict.limit)}` : ''],
    days === null ? '' : daysOf(days),
  ];
}

function readReturns(play: Play): Promise<Rma | undefined> {
  const { stage, hosts } = play;
  return stage.step('It lists the returns that wait for a decision, and what the return policy says', async () => {
    const { returns, total } = await read(hosts.returns, 'list_returns', REQUESTED, Returns);
    const rma = await chooseReturn(play, returns);
    if (rma === undefined) {
      stage.say(
        total === 0
          ? 'No return waits for a decision. Nothing is left to play here.'
          : 'Nothing is left to play here: none of them is above the limit, and no payment of their orders is on record.',
      );
      return undefined;
    }
    const shown = [rma, ...returns.filter((one) => one !== rma)].slice(0, ROWS_SHOWN);
    const headings = ['return', 'order', 'customer', 'worth', 'reason', 'window', 'limit', 'waits'];
    stage.show(headings, shown.map(returnRow));
    if (total > shown.length) stage.say(`… and ${(total - shown.length).toLocaleString('en')} more`);
    return rma;
  });
}

async function approveReturn(play: Play, rma: Rma): Promise<void> {
  const { stage, cast, hosts } = play;
  const { rma_id: id } = rma;
  await stage.step(`It asks to approve ${id}; policy judges the refund`, async () => {
    if (rma.words !== null) stage.say(`The customer’s words, a claim and no proof: “${rma.words.text}”`);
    let answer = await written(hosts.returns, 'approve_return', {
      rma_id: id,
      idempotency_key: `tour-${cast.run}-return`,
    });
    if (answer.outcome === 'waiting') {
      stage.say(...shortCard(answer.card));
      const asked = { server: 'returns', id: answer.request_id } as const;
      await approveBy(play, asked, [cast.colleague]);
      answer = await settledAnswer(play, asked);
    }
    const executed = expectKind(answer, 'executed');
    stage.say(`Return ${id}: ${resultOf(executed, 'rma_state')}. No money moved.`);
    if (resultOf(executed, 'rma_state') !== 'approved') throw new Unexpected('the return should be approved');
  });
}

/** The refund as the history of what left has it. */
async function refundLine({ hosts }: Play, { rma_id: id, order_number: order }: Rma): Promise<string> {
  const filter = { order, kind: 'refund' };
  const { transactions } = await read(hosts.payments, 'get_transaction_history', filter, Transactions);
  const refund = transactions.find(({ return_id: of }) => of === id);
  if (refund?.state !== 'paid') throw new Unexpected(`the history should have the refund of ${id} as paid`);
  return `get_transaction_history: ${refund.id} for ${id}, ${said(refund.amount)} to ${refund.customer_id ?? 'nobody'}, ${refund.state}`;
}

/** Gives the request for the refund, or undefined where none was asked for. */
export async function playRefund(play: Play): Promise<string | undefined> {
  const { stage } = play;
  stage.chapter('A return, and the refund that follows from it');
  if (!(await hasTwoOfFinance(play))) return undefined;
  const rma = await readReturns(play);
  if (rma === undefined) return undefined;
  await approveReturn(play, rma);
  const event = await handledEvent(play, 'return.approved', rma.rma_id);
  if (event.requestId === null) {
    await stage.step('Payments was told, and asks for no refund', () => {
      stage.say(`Event return.approved ${rma.rma_id}: ${event.outcome}`);
      if (!event.outcome.startsWith('not asked for')) throw new Unexpected('payments should say why');
      return Promise.resolve();
    });
    return undefined;
  }
  const readBack = (): Promise<string> => refundLine(play, rma);
  await releaseBorn(play, { event, topic: 'return.approved', key: rma.rma_id, readBack });
  return event.requestId;
}
