import { WireMoney } from '@supercargo/kernel';
import * as z from 'zod';
import { withDoor } from '../../doors.ts';
import { readTourLargeBill, type TourLargeBill } from '../../store/tour-money.ts';
import { minorOf, read, said } from '../answers.ts';
import { propose, proposed, refusedRelease } from '../proposal.ts';
import { Unexpected, type Play } from '../stage.ts';

const Budget = z.object({
  budget: z.array(z.object({ span: z.string(), cap: WireMoney.nullable() })),
  asked: z.object({ fits: z.boolean(), reason: z.string().nullable() }).nullable(),
});

/** An open bill above what a single payment may be. */
function readLargeBill({ stage, outside, cast, hosts }: Play): Promise<TourLargeBill | undefined> {
  return stage.step('Which open bill is above what a single payment may be?', async () => {
    const { budget } = await read(hosts.payments, 'check_budget', {}, Budget);
    const cap = budget.find(({ span }) => span === 'transaction')?.cap ?? null;
    const bill =
      cap === null
        ? undefined
        : await withDoor(outside, 'supercargo_importer', (door) =>
            door.read(cast.tenant, (tx) => readTourLargeBill(tx, minorOf(cap))),
          );
    stage.say(
      `The cap of a single payment is ${said(cap)}. ${bill === undefined ? 'Nothing is left to play here: no open bill of a payee that may be paid is above it.' : `Above it: ${bill.invoice}`}`,
    );
    return bill;
  });
}

export async function playCap(play: Play): Promise<void> {
  const { stage, cast, hosts } = play;
  stage.chapter('A payment above the cap');
  const bill = await readLargeBill(play);
  if (bill === undefined) return;
  const { invoice, payment } = bill;
  const waiting = await stage.step(
    `${cast.requester} may propose to pay ${invoice}, and is told what stands in the way`,
    async () => {
      const made = payment === null ? await propose(play, invoice) : await proposed(play, payment);
      const input = { payment: made.payment.payment_id };
      const { asked } = await read(hosts.payments, 'check_budget', input, Budget);
      stage.say(`Would it fit the caps? ${asked?.fits === true ? 'Yes' : `No: ${asked?.reason ?? 'not said why'}`}`);
      if (asked?.fits !== false) throw new Unexpected('it should not fit');
      return made;
    },
  );
  await refusedRelease(play, waiting, /cap/);
}
