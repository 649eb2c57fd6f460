import * as z from 'zod';
import { amountOf, expectKind, read, resultOf, written } from './answers.ts';
import { approveBy, refusedApproval, settledAnswer } from './approval.ts';
import { shortCard } from './card-short.ts';
import { bornRequest, type Handled } from './events.ts';
import { Unexpected, type Play } from './stage.ts';

const Requests = z.object({ requests: z.array(z.object({ request_id: z.string(), tool: z.string() })) });

/** The event that a request at Payments was born of. */
interface Born {
  readonly event: Handled;
  readonly topic: string;
  readonly key: string;
  /** What the server that owns it says of it afterwards. */
  readonly readBack: () => Promise<string>;
}

/** Whether the company has who releases money; says so where it has not. */
export async function hasTwoOfFinance({ stage, cast }: Play): Promise<boolean> {
  const { length } = cast.finance;
  if (length < 2) {
    await stage.step('Who would release the money?', () => {
      stage.say(
        `Two people of finance do who had no part in it, and ${cast.tenant} has ${length.toString()}. Nothing is left to play here.`,
      );
      return Promise.resolve();
    });
  }
  return length >= 2;
}

/** What an event asked for of itself: it is there, nobody who had a say may approve it, two of finance do, and the rail pays once. */
export async function releaseBorn(play: Play, { event, topic, key, readBack }: Born): Promise<void> {
  const { stage, hosts, cast } = play;
  const asked = { server: 'payments', id: bornRequest(event) } as const;
  await stage.step(
    'Payments was told of it: a request for the money is there, and nobody made it in person',
    async () => {
      stage.say(`Event ${topic} ${key}: ${event.outcome}`);
      const { requests } = await read(hosts.payments, 'list_payments_requests', { states: ['waiting'] }, Requests);
      const row = requests.find(({ request_id: id }) => id === asked.id);
      if (row === undefined) throw new Unexpected('the request should be listed at Payments');
      const answer = await written(hosts.payments, 'get_payments_request', { request_id: asked.id });
      const { card } = expectKind(answer, 'waiting');
      stage.say(...shortCard(card));
      if (event.chain.length === 0 || !card.flags.some((flag) => flag.includes('had their say before'))) {
        throw new Unexpected('the card should say who had their say before');
      }
    },
  );
  const barred = event.chain.at(-1) ?? cast.requester;
  const who = cast.finance.join(' and ');
  // That nobody approves a request of their own was seen before.
  const isTried = cast.yes && barred !== cast.requester;
  await stage.step(`Two of finance decide: ${who}${isTried ? `; ${barred} may not` : ''}`, async () => {
    if (isTried) await refusedApproval(play, asked, barred);
    await approveBy(play, asked, cast.finance);
  });
  await stage.step('The worker hands it to the payment rail, once, and the agent reads it back', async () => {
    const executed = expectKind(await settledAnswer(play, asked), 'executed');
    stage.say(
      `${amountOf(executed)} left; the rail’s reference: ${resultOf(executed, 'rail_reference')}`,
      await readBack(),
      `Undo: ${executed.undo}`,
    );
    if (executed.result['rail_reference'] === null) throw new Unexpected('the rail should have given a reference');
  });
}
