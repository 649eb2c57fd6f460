import { describe, expect, test } from 'vitest';
import { approvalPageOf } from './approval-page.ts';
import type { Answer, Client, Connected } from './client.ts';
import { interopPage } from './page.ts';
import { probe, type Row } from './probe.ts';

const URL_HERE = 'http://127.0.0.1:1/mcp';
const ID = '0190a0de-0000-7000-8000-000000000001';
const LINK = approvalPageOf(ID);
const done = (structured: Answer['structured']): Answer => ({ isError: false, structured, text: '' });

interface Habits {
  /** Scopes that it asks for at sign-in, each time. */
  readonly asks?: readonly (readonly string[])[];
  readonly more?: readonly string[];
  readonly write?: Answer | Error;
  readonly showsForm?: boolean;
  /** What it shows and answers where somebody else is needed, and what the list of requests then says. */
  readonly links?: readonly string[];
  readonly large?: Answer | Error;
  readonly state?: string;
}

/** A client with these habits. */
function client(habits: Habits): Client {
  const { asks = [['inventory:read']], more, write, showsForm = false, state = 'waiting' } = habits;
  const large = habits.large ?? done({ outcome: 'waiting', request_id: ID });
  return {
    ...{ name: 'a client', version: '1', setting: 'as it comes' },
    connect: (_url, scope) => {
      const asked = scope === undefined ? asks.map((scopes) => [...scopes]) : [scope.split(' ')];
      let forms = 0;
      const links: string[] = [];
      let sentence = '';
      const connected: Connected = {
        protocol: '2026-07-28',
        toolNames: () => Promise.resolve(['get_stock']),
        call: (name, { quantity }) => {
          if (name === 'get_stock') return Promise.resolve(done({ warehouse: 'HAM-1' }));
          if (name === 'list_inventory_requests') return Promise.resolve(done({ requests: [{ state, sentence }] }));
          if (Number(quantity) > 1_000) {
            sentence = `Order ${Number(quantity).toLocaleString('en')} EA of coffee.`;
            links.push(...(habits.links ?? []));
            return large instanceof Error ? Promise.reject(large) : Promise.resolve(large);
          }
          if (write instanceof Error) return Promise.reject(write);
          if (more !== undefined && asked[0]?.includes('inventory:reorder') !== true) asked.push([...more]);
          if (showsForm) forms += 1;
          return Promise.resolve(write ?? done({ outcome: showsForm ? 'executed' : 'waiting' }));
        },
        read: () => Promise.resolve('{}'),
        get forms() {
          return forms;
        },
        links,
        close: () => Promise.resolve(),
      };
      return Promise.resolve({ connected, signIns: { asked } });
    },
  };
}

const MORE = ['inventory:read', 'inventory:reorder'];
const found = async (habits: Habits): Promise<Row['found']> => (await probe(client(habits), URL_HERE, 1)).found;

describe('a client', () => {
  test('that does everything is said to', async () => {
    const all = await found({ more: MORE, showsForm: true, links: [LINK] });
    expect(Object.values(all).map(({ can }) => can)).toEqual([true, true, true, true, true, true, true]);
    expect(all['steps up'].seen).toBe('after 403, in the browser for inventory:read inventory:reorder');
  });

  test('that writes by a token that was not given for it is not said to step up', async () => {
    expect((await found({}))['steps up']).toEqual({ can: false, seen: 'written without inventory:reorder' });
  });

  test('that is refused, or fails, is said to with why', async () => {
    const refused: Answer = { isError: true, structured: { reason: 'the token was not given for it' }, text: '' };
    expect((await found({ write: refused }))['steps up'].seen).toBe('the token was not given for it');
    expect((await found({ write: new Error('Connection closed') }))['steps up'].seen).toBe('Connection closed');
  });

  test('that asks for everything at once is tried with less', async () => {
    const { 'steps up': finding } = await found({ asks: [MORE], more: MORE });
    expect(finding).toMatchObject({ can: true });
    expect(finding.seen).toMatch(/^configured to ask for inventory:read: after 403/);
  });

  test('that shows no form is told that it waits; a form without the write, or the write without one, is neither', async () => {
    expect((await found({ more: MORE }))['is asked']).toEqual({ can: false, seen: 'no form; the outcome is waiting' });
    const unasked = await found({ more: MORE, write: done({ outcome: 'executed' }) });
    expect(unasked['is asked']).toEqual({ can: false, seen: '0 forms, and the outcome executed' });
    const inVain = await found({ more: MORE, showsForm: true, write: done({ outcome: 'waiting' }) });
    expect(inVain['is asked']).toEqual({ can: false, seen: '1 forms, and the outcome waiting' });
  });

  test('that shows exactly the link to the page, and is told that it waits, is sent there', async () => {
    expect((await found({ links: [LINK] }))['is sent']).toEqual({
      can: true,
      seen: 'a link to the page of the request, then waiting',
    });
    expect((await found({}))['is sent']).toEqual({ can: false, seen: 'no link; the outcome is waiting' });
  });

  test.each([
    ['another request', [approvalPageOf('0190a0de-0000-7000-8000-000000000002')]],
    ['another console', [LINK.replace('127.0.0.1', 'localhost')]],
    ['more than the page', [`${LINK}?as=mara`]],
    ['the page twice', [LINK, LINK]],
  ])('that shows a link to %s is not sent there', async (_where, links) => {
    const seen = `${links.length} links, which are not one to the page of the request`;
    expect((await found({ links }))['is sent']).toEqual({ can: false, seen });
  });

  test('that is sent there, and whose request does not wait afterwards, is not said to be', async () => {
    const executed = await found({ links: [LINK], state: 'executed' });
    expect(executed['is sent']).toEqual({ can: false, seen: '0 forms, and the request does not wait' });
    const told = await found({ links: [LINK], large: done({ outcome: 'failed', reason: 'it was withdrawn' }) });
    expect(told['is sent']).toEqual({ can: false, seen: 'it was withdrawn' });
  });

  test('whose call fails where it should show a link is said to, and that the request waits', async () => {
    const { 'is sent': finding } = await found({ large: new Error('cannot put  it to a client') });
    expect(finding).toEqual({ can: false, seen: 'the call fails: cannot put it to a client; the request waits' });
  });

  test('that is sent to the browser twice, or for something else, has not signed in as it should', async () => {
    expect((await found({ asks: [['inventory:read'], ['inventory:read']] }))['signs in'].can).toBe(false);
    expect((await found({ asks: [['other:read']] }))['signs in'].can).toBe(false);
  });

  test('that does not sign in is tried on nothing else', async () => {
    const away: Client = { ...client({}), connect: () => Promise.reject(new Error('no  way\nin')) };
    const row = await probe(away, URL_HERE, 1);
    expect(row.found['signs in']).toEqual({ can: false, seen: 'no way in' });
    expect(row.found.lists).toEqual({ can: false, seen: 'not tried: it did not sign in' });
  });
});

test('the page says of each what it can, and what was seen', async () => {
  const page = interopPage([await probe(client({ more: MORE }), URL_HERE, 1)]);
  expect(page).toMatch(
    /^\| a client, as it comes \| 1 \| 2026-07-28 \| yes \| yes \| yes \| yes \| yes \| no \| no \|$/m,
  );
  expect(page).toContain('is asked: no form; the outcome is waiting; is sent: no link; the outcome is waiting.');
  expect(page).not.toContain('stock of COF-1KG');
});
