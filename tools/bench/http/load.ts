// Asks one server over HTTP for as long as it is told to, in a process of its own. Each line on the input is a round; the answer is how long each
// call took. A closed loop asks again when it is answered; at a given rate a call's time runs from when it was due.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'undici';
import * as z from 'zod';
import { MANNERS, readRequest, writeRequests, type Asking } from './requests.ts';

const Round = z.strictObject({
  ...{ manner: z.enum(MANNERS), work: z.enum(['get_stock', 'create_reorder']) },
  ...{ url: z.url(), seconds: z.number().positive(), callers: z.int().positive() },
  /** Calls a second over all callers; absent: as many as are answered. */
  rate: z.number().positive().optional(),
  tenants: z.array(z.strictObject({ tenant: z.string(), token: z.string() })).min(1),
  ...{ person: z.string(), items: z.int().positive() },
});
type Round = z.infer<typeof Round>;

const clients = new Map<string, Client[]>();

function clientOf(url: string, caller: number): Client {
  const { origin } = new URL(url);
  const kept = clients.get(origin) ?? [];
  clients.set(origin, kept);
  return (kept[caller] ??= new Client(origin, { pipelining: 1 }));
}

async function send(client: Client, url: string, { headers, body, check }: Asking): Promise<string> {
  const { pathname } = new URL(url);
  const response = await client.request({ method: 'POST', path: pathname, headers, body });
  const text = await response.body.text();
  if (response.statusCode !== 200 || !check(text)) {
    throw new Error(`answered ${response.statusCode}: ${text.slice(0, 300)}`);
  }
  return text;
}

async function call(round: Round, caller: number, at: number): Promise<void> {
  const { tenants, items, person, manner } = round;
  const who = tenants[caller % tenants.length];
  if (who === undefined) throw new Error('there is a tenant');
  const sku = `SKU-${1 + ((at * 7919) % items)}`;
  const client = clientOf(round.url, caller);
  if (round.work === 'get_stock') {
    await send(client, round.url, readRequest(manner, { ...who, person, sku }));
    return;
  }
  const write = writeRequests({ ...who, sku, key: `http-${process.pid}-${caller}-${performance.now()}` });
  await send(client, round.url, write.goOn(await send(client, round.url, write.ask)));
}

async function play(round: Round): Promise<readonly number[]> {
  const startedAt = performance.now();
  const end = startedAt + round.seconds * 1000;
  const tookMs: number[] = [];
  const everyMs = round.rate === undefined ? 0 : 1000 / round.rate;
  await Promise.all(
    Array.from({ length: round.callers }, async (_, caller) => {
      for (let at = caller; performance.now() < end; at += round.callers) {
        const dueAt = round.rate === undefined ? performance.now() : startedAt + at * everyMs;
        if (dueAt >= end) return;
        const early = dueAt - performance.now();
        if (early > 0) await sleep(early);
        await call(round, caller, at);
        tookMs.push(performance.now() - dueAt);
      }
    }),
  );
  return tookMs;
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await play(Round.parse(JSON.parse(line))))}\n`);
}
await Promise.all([...clients.values()].flat().map((client) => client.close()));
