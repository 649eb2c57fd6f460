import { setTimeout as sleep } from 'node:timers/promises';
import { withDoor } from '../doors.ts';
import { readTourEvent, type TourEvent } from '../store/tour-event.ts';
import { Unexpected, type Play } from './stage.ts';

const workerSeconds = 20;
const lookMs = 150;

/** An event that its consumer has dealt with. */
export type Handled = TourEvent & { readonly outcome: string };

/** Waits until the other server has dealt with what it was told. */
export async function handledEvent({ outside, cast }: Play, topic: string, key: string): Promise<Handled> {
  return withDoor(outside, 'supercargo_auditor', async (door) => {
    const giveUpAt = performance.now() + workerSeconds * 1_000;
    for (;;) {
      const event = await door.read(cast.tenant, (tx) => readTourEvent(tx, topic, key));
      if (event === undefined) throw new Unexpected(`${topic} of ${key} should have been told`);
      const { outcome, consumer } = event;
      if (outcome !== null) return { ...event, outcome };
      if (performance.now() > giveUpAt) throw new Unexpected(`${consumer} does not take ${topic} of ${key}`);
      await sleep(lookMs);
    }
  });
}

/** The request that the event led to, and who may not decide about it because they had their say before. */
export function bornRequest({ requestId, outcome }: Handled): string {
  if (requestId !== null) return requestId;
  throw new Unexpected(`the event should have led to a request: ${outcome}`);
}
