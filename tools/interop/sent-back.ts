import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from './person.ts';

const LISTENS_MS = 10_000;
const LOOK_MS = 100;

/** Goes back to the program. It may print what to open before it listens for the answer, which a person is too slow to notice. */
async function goBack(address: URL): Promise<void> {
  const giveUpAt = performance.now() + LISTENS_MS;
  for (;;) {
    try {
      await (await fetch(address)).text();
      return;
    } catch (error) {
      if (performance.now() > giveUpAt) throw error;
      await sleep(LOOK_MS);
    }
  }
}

/**
 * Reads what a program prints for its person to open, and has them open it: each address once, to the end, where the program itself waits
 * to hear of it.
 */
export function opening(person: Person, issuer: string, onFault: (fault: unknown) => void): (printed: string) => void {
  const opened = new Set<string>();
  let before = '';
  return (printed) => {
    before += printed;
    for (const [address] of before.matchAll(/https?:\/\/\S+(?=\s)/g)) {
      if (!address.startsWith(`${issuer}/auth?`) || opened.has(address)) continue;
      opened.add(address);
      person.allow(address).then(goBack).catch(onFault);
    }
  };
}
