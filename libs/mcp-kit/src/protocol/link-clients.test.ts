import {
  CLIENTS,
  connectHttp,
  CONSOLE,
  HOSTS,
  openRenamingCompanies,
  peopleOf,
  testDatabase,
  TRANSPORTS,
  type Elicit,
  type Input,
} from '@supercargo/testing';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';

type Result = Readonly<Record<string, unknown>>;

const database = await testDatabase();
const companies = await openRenamingCompanies(database);
const { strict } = companies;
const people = peopleOf(strict.stage);
afterEach(() => companies.forget());
afterAll(() => companies.close());

const YES = { action: 'accept', content: { confirm: true } } as const;
const pageOf = (id: unknown): string => `${CONSOLE}/requests/${String(id)}`;
const asksNobody: Elicit = () => Promise.reject(new Error('nobody is asked'));

describe.each(TRANSPORTS)('over %s', (over) => {
  describe.each(CLIENTS)('%s', (kind) => {
    async function client(elicit: Elicit, shows: 'links' | 'both' = 'links') {
      const { elicitation } = HOSTS[shows];
      if (over === 'stdio') return strict.stage.client('mara', kind, elicit, elicitation);
      const { tenant } = strict.stage.principal('');
      return connectHttp(
        strict.http.url,
        await strict.http.token({ person: 'mara', tenant }),
        kind,
        elicit,
        elicitation,
      );
    }

    async function asked(elicit: Elicit, input: Input = strict.input()) {
      const host = await client(elicit);
      const { structured } = await host.call('set_label', input);
      await host.close();
      return structured;
    }

    test.each([
      ['accepts', { action: 'accept' }],
      ['accepts with a yes in it', YES],
      ['declines', { action: 'decline' }],
      ['closes it', { action: 'cancel' }],
      ['answers nonsense', { action: 'approve', content: { confirm: true } }],
    ])('whoever %s is told that it waits, and it does', async (_what, answer) => {
      const before = await companies.counts();
      const shown: Readonly<Record<string, unknown>>[] = [];
      const told = await asked(async (_message, question = {}) => {
        shown.push(question);
        return answer;
      }).catch((error: unknown) => error);
      expect(shown).toHaveLength(1);
      const id = String(shown[0]?.['url']).slice(pageOf('').length);
      expect(shown[0]).toMatchObject({ mode: 'url', url: pageOf(id) });
      expect((await strict.request(id)).state).toBe('waiting');
      // Since 2026-07-28 a client holds its own answer to be none, and ends the call by itself.
      if (kind === '2026-07-28' && answer.action === 'approve') expect(told).toBeInstanceOf(Error);
      else expect(told).toMatchObject({ outcome: 'waiting', request_id: id });
      expect(await companies.counts()).toEqual(before);
      // Before 2026-07-28 a link has an id, which is used for nothing else.
      const elicitationId = shown[0]?.['elicitationId'];
      if (kind === '2026-07-28') expect(elicitationId).toBeUndefined();
      else expect(elicitationId).not.toBe(id);
    });

    test('what is approved while the page is open is executed in that call', async () => {
      const told = await asked(async (_message, question = {}) => {
        expect(await people.approve(String(question['url']).slice(pageOf('').length), 'mo')).toBeNull();
        return { action: 'accept' };
      });
      expect(told).toMatchObject({ outcome: 'executed', result: { warehouse: 'HAM-1' } });
    });

    test('a host that breaks, or hangs up, while the page is open loses nothing', async () => {
      const input = strict.input();
      const before = await companies.counts();
      await asked(() => Promise.reject(new Error('the window was closed')), input).catch(() => undefined);
      const shown = Promise.withResolvers<string>();
      const gone = await client((_message, question = {}) => {
        shown.resolve(String(question['url']).slice(pageOf('').length));
        return new Promise(() => undefined);
      }, 'both');
      void gone.call('set_label', input).catch(() => undefined);
      const id = await shown.promise;
      await gone.close();
      await vi.waitFor(async () => {
        expect((await strict.request(id)).state).toBe('waiting');
      });
      expect(await companies.counts()).toEqual(before);
      expect(await people.approve(id, 'mo')).toBeNull();
      expect(await asked(asksNobody, input)).toMatchObject({ outcome: 'executed', request_id: id });
    });
  });
});

test.each(['links', 'both'] as const)('2025-06-18 knows no links: a host that declares %s gets none', async (host) => {
  const raw = strict.stage.raw('mara');
  const clientInfo = { name: 'raw', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: HOSTS[host], clientInfo };
  raw.say({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  expect(await raw.hear()).toMatchObject({ result: { protocolVersion: '2025-06-18' } });
  raw.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
  const call = { name: 'set_label', arguments: strict.input() };
  raw.say({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: call });
  expect(await raw.hear()).toMatchObject({ id: 2, result: { structuredContent: { outcome: 'waiting' } } });
});

test('on 2025-11-25 a page that nobody comes back from holds the call for 55 seconds, and each link has an id of its own', async () => {
  const raw = strict.stage.raw('mara');
  const clientInfo = { name: 'raw', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: HOSTS.links, clientInfo };
  raw.say({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  expect(await raw.hear()).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  raw.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
  const input = strict.input();
  const ids = new Set<unknown>();
  for (const id of [2, 3]) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      raw.say({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'set_label', arguments: input } });
      const question = (await raw.hear()) as { readonly params?: Result; readonly method?: unknown };
      expect(question).toMatchObject({ method: 'elicitation/create', params: { mode: 'url' } });
      ids.add(question.params?.['elicitationId']);
      await vi.advanceTimersByTimeAsync(55_001);
    } finally {
      vi.useRealTimers();
    }
    expect(await raw.hear()).toMatchObject({ method: 'notifications/cancelled' });
    expect(await raw.hear()).toMatchObject({ id, result: { structuredContent: { outcome: 'waiting' } } });
  }
  expect(ids.size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
});

test('nothing of this was a fault', () => {
  expect(strict.stage.faults).toEqual([]);
});
