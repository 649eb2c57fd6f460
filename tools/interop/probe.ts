import * as z from 'zod';
import { approvalPageOf } from './approval-page.ts';
import type { Answer, Client, Connected, SignIns } from './client.ts';

/** What a client is tried on, in this order. */
export const ABILITIES = ['signs in', 'lists', 'calls', 'reads', 'steps up', 'is asked', 'is sent'] as const;
export type Ability = (typeof ABILITIES)[number];

/** Whether it can, and what was seen, in a few words. */
export interface Finding {
  readonly can: boolean;
  readonly seen: string;
}

export interface Row {
  readonly client: string;
  readonly version: string;
  readonly setting: string;
  readonly protocol: string;
  readonly found: Readonly<Record<Ability, Finding>>;
}

const TRY_MS = 60_000;
const Requests = z.object({ requests: z.array(z.object({ state: z.string(), sentence: z.string() })) });
const NOT_TRIED: Finding = { can: false, seen: 'not tried: it did not sign in' };
const READ = 'inventory:read';
const WRITE = 'inventory:reorder';
/** So many cost more than policy leaves to whoever asks. */
const MANY = 1_000;

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 160);

async function within<T>(work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`no answer within ${TRY_MS / 1_000} s`));
  }, TRY_MS);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function tried(work: () => Promise<Finding>): Promise<Finding> {
  try {
    return await within(work());
  } catch (error) {
    return { can: false, seen: firstLine(error) };
  }
}

const refusalOf = ({ structured, text }: Answer): string => firstLine(structured?.['reason'] ?? text);

/** Asks for a reorder that no other row asks for; policy leaves a small one to its requester. */
const reorder = (client: Connected, quantity: number): Promise<Answer> =>
  client.call('create_reorder', { sku: 'COF-1KG', quantity, warehouse: 'HAM-1' });

/** A write with a token that was given for reading alone. */
async function stepUp(client: Connected, { asked }: SignIns, quantity: number): Promise<Finding> {
  const before = asked.length;
  const answer = await reorder(client, quantity);
  const more = asked.slice(before);
  if (answer.isError) return { can: false, seen: refusalOf(answer) };
  if (!more.some((scopes) => scopes.includes(WRITE))) throw new Error(`written without ${WRITE}`);
  return { can: true, seen: `after 403, in the browser for ${more.at(-1)?.join(' ') ?? ''}` };
}

/** The same where the client asks for everything when it signs in: configured to ask for less. */
async function stepUpFromLess(client: Client, url: string, quantity: number): Promise<Finding> {
  const { connected, signIns } = await client.connect(url, READ);
  const finding = await stepUp(connected, signIns, quantity);
  await connected.close();
  return { ...finding, seen: `configured to ask for ${READ}: ${finding.seen}` };
}

/** A write that its requester may consent to, by a token that was given for it. */
async function beAsked(client: Connected, quantity: number): Promise<Finding> {
  const before = client.forms;
  const answer = await reorder(client, quantity);
  const told = answer.structured?.['outcome'];
  const outcome = typeof told === 'string' ? told : refusalOf(answer);
  const shown = client.forms > before;
  if (shown !== (outcome === 'executed')) throw new Error(`${client.forms - before} forms, and the outcome ${outcome}`);
  return { can: shown, seen: shown ? 'a form, then executed' : `no form; the outcome is ${outcome}` };
}

/** Whether an order of so many waits, by the list of requests. */
async function isWaiting(client: Connected, quantity: number): Promise<boolean> {
  const { structured } = await client.call('list_inventory_requests', {});
  const { requests } = Requests.parse(structured);
  const ordered = `Order ${quantity.toLocaleString('en')} `;
  return requests.some(({ state, sentence }) => state === 'waiting' && sentence.startsWith(ordered));
}

/** A write that somebody else has to approve: the link to exactly its page, and in the end it waits as before. */
async function beSent(client: Connected, quantity: number): Promise<Finding> {
  const before = { forms: client.forms, links: client.links.length };
  const answer = await reorder(client, quantity).catch((error: unknown) => firstLine(error));
  const waits = await isWaiting(client, quantity);
  const links = client.links.slice(before.links);
  const forms = client.forms - before.forms;
  if (!waits || forms > 0) throw new Error(`${forms} forms, and the request ${waits ? 'waits' : 'does not wait'}`);
  if (typeof answer === 'string') return { can: false, seen: `the call fails: ${answer}; the request waits` };
  const { outcome, request_id: id } = answer.structured ?? {};
  if (outcome !== 'waiting') return { can: false, seen: refusalOf(answer) };
  if (links.length === 0) return { can: false, seen: 'no link; the outcome is waiting' };
  const isThere = links.length === 1 && links[0] === approvalPageOf(id);
  if (!isThere) throw new Error(`${links.length} links, which are not one to the page of the request`);
  return { can: true, seen: 'a link to the page of the request, then waiting' };
}

type Open = 'signs in' | 'lists' | 'calls' | 'reads';

async function tryOpen(client: Connected, { asked }: SignIns): Promise<Pick<Row['found'], Open>> {
  const at = asked.map((scopes) => scopes.join(' ')).join(', then for ');
  return {
    'signs in': { can: asked.length === 1 && asked[0]?.includes(READ) === true, seen: `in the browser for ${at}` },
    lists: await tried(async () => {
      const names = await client.toolNames();
      return { can: names.includes('get_stock'), seen: `${names.length} tools` };
    }),
    calls: await tried(async () => {
      const answer = await client.call('get_stock', { sku: 'COF-1KG' });
      const can = !answer.isError && JSON.stringify(answer.structured ?? answer.text).includes('HAM-1');
      return { can, seen: can ? 'stock of COF-1KG' : refusalOf(answer) };
    }),
    reads: await tried(async () => {
      const text = await client.read('inventory://low-stock');
      return { can: text.startsWith('{'), seen: 'what is low' };
    }),
  };
}

/** Tries a client on everything: as it comes, and for the form with a token for all that the write needs. */
export async function probe(client: Client, url: string, quantity: number): Promise<Row> {
  const { name, version, setting } = client;
  const row = { client: name, version, setting };
  try {
    const { connected, signIns } = await within(client.connect(url, undefined));
    const found = await tryOpen(connected, signIns);
    const isNarrow = signIns.asked[0]?.includes(WRITE) !== true;
    const more = await tried(() =>
      isNarrow ? stepUp(connected, signIns, quantity) : stepUpFromLess(client, url, quantity),
    );
    await connected.close().catch(() => undefined);
    const allowed = (work: (able: Connected) => Promise<Finding>): Promise<Finding> =>
      tried(async () => {
        const { connected: able } = await client.connect(url, `${READ} ${WRITE}`);
        const finding = await work(able);
        await able.close();
        return finding;
      });
    const asked = await allowed((able) => beAsked(able, quantity + 1));
    const sent = await allowed((able) => beSent(able, MANY + quantity));
    const all = { ...found, 'steps up': more, 'is asked': asked, 'is sent': sent };
    return { ...row, protocol: connected.protocol, found: all };
  } catch (error) {
    const others = Object.fromEntries(ABILITIES.map((ability) => [ability, NOT_TRIED])) as Row['found'];
    return { ...row, protocol: '–', found: { ...others, 'signs in': { can: false, seen: firstLine(error) } } };
  }
}
