import {
  CONSOLE,
  HOSTS,
  openRenamingCompanies,
  peopleOf,
  recordsOf,
  testDatabase,
  TRANSPORTS,
  type Host,
} from '@supercargo/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { questionAbout } from '../write/question.ts';

type Result = Readonly<Record<string, unknown>>;

const database = await testDatabase();
const companies = await openRenamingCompanies(database);
const { strict, lenient } = companies;
const people = peopleOf(strict.stage);
afterEach(() => companies.forget());
afterAll(() => companies.close());

const YES = { action: 'accept', content: { confirm: true } } as const;
const pageOf = (id: unknown): string => `${CONSOLE}/requests/${String(id)}`;

/** The id of a request that was answered with a link, and nothing but a link. */
function linked(result: Result): string {
  const { requestState } = result;
  const message = 'This needs another person, signed in on this page: Call HAM-1 Harbour.';
  const params = { mode: 'url', message, url: pageOf(requestState) };
  expect(result).toMatchObject({ resultType: 'input_required' });
  expect(result['inputRequests']).toEqual({ approval: { method: 'elicitation/create', params } });
  return String(requestState);
}

describe.each(TRANSPORTS)('over %s, 2026-07-28', (over) => {
  test.each(['links', 'both'] as const)(
    'a host that shows %s gets the link where another person is needed',
    async (host) => {
      const input = strict.input();
      const before = await companies.counts();
      const id = linked(await strict.call(over, host, input));
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(await strict.request(id)).toMatchObject({ state: 'waiting', tier: 'person' });
      expect(linked(await strict.call(over, host, input))).toBe(id);
      expect(await companies.counts()).toEqual(before);
      const { tenant } = strict.stage.principal('');
      expect((await recordsOf(database, tenant, 'call')).slice(-2)).toMatchObject([
        { outcome: 'approval_asked', request_id: id, person: 'mara' },
        { outcome: 'approval_asked', request_id: id, person: 'mara' },
      ]);
    },
  );

  test.each(['forms', 'neither'] as const)(
    'a host that shows %s gets no link, and is told of the page',
    async (host) => {
      const { structuredContent } = await strict.call(over, host, strict.input());
      const { request_id: id, next } = structuredContent as Result;
      expect(structuredContent).toMatchObject({ outcome: 'waiting' });
      expect(next).toBe(
        `It needs another person, signed in at ${pageOf(id)}, or on a terminal: npx supercargo requests approve ${String(id)} --as <person>. It will then be executed by itself; ask get_inventory_request for the result.`,
      );
    },
  );

  test('where the requester’s own yes is enough it is asked for by form, never by link', async () => {
    expect(await lenient.call(over, 'both', lenient.input())).toMatchObject({
      resultType: 'input_required',
      inputRequests: { consent: { params: { mode: 'form' } } },
    });
    const { structuredContent } = await lenient.call(over, 'links', lenient.input());
    const { request_id: id, next } = structuredContent as Result;
    expect(structuredContent).toMatchObject({ outcome: 'waiting' });
    expect(next).toContain(
      `Or another person approves it signed in at ${pageOf(id)}, or on a terminal: npx supercargo`,
    );
  });

  test.each(Object.keys(HOSTS) as readonly Host[])(
    'no answer of a host that shows %s approves what needs another person',
    async (host) => {
      const input = strict.input();
      const id = linked(await strict.call(over, 'links', input));
      const before = await companies.counts();
      for (const inputResponses of [
        { approval: YES },
        { consent: YES },
        { approval: YES, consent: YES },
        { approval: { action: 'accept' } },
        { approval: { action: 'decline' } },
        { consent: { action: 'decline' } },
        { approval: { action: 'cancel' } },
        { approval: [YES] },
        {},
      ]) {
        const result = await strict.call(over, host, input, { requestState: id, inputResponses });
        // Asked once: whatever is handed back, the call ends.
        expect(result).toMatchObject({ structuredContent: { outcome: 'waiting', request_id: id } });
      }
      expect(await companies.counts()).toEqual(before);
      expect((await strict.request(id)).state).toBe('waiting');
    },
  );

  test.each([
    ['both', { approval: YES }],
    ['both', { approval: YES, consent: { action: 'accept' } }],
    ['links', { approval: YES }],
    ['links', { consent: YES }],
    ['links', { approval: YES, consent: YES }],
    ['neither', { approval: YES, consent: YES }],
  ] as const)('from a host that shows %s, %j is no consent where one would be enough', async (host, inputResponses) => {
    const input = lenient.input();
    const { requestState } = await lenient.call(over, 'forms', input);
    const before = await companies.counts();
    const result = await lenient.call(over, host, input, { requestState, inputResponses });
    expect(result).toMatchObject({ structuredContent: { outcome: 'waiting', request_id: requestState } });
    expect(await companies.counts()).toEqual(before);
    expect((await lenient.request(String(requestState))).state).toBe('waiting');
  });

  test('what was approved meanwhile is done by whoever comes back, once', async () => {
    const input = strict.input();
    const id = linked(await strict.call(over, 'links', input));
    expect(await people.approve(id, 'mo')).toBeNull();
    const before = await companies.counts();
    const handedBack = { requestState: id, inputResponses: { approval: { action: 'accept' } } };
    const all = await Promise.all(Array.from({ length: 5 }, () => strict.call(over, 'links', input, handedBack)));
    // What was done long ago is answered, and done no second time.
    all.push(await strict.call(over, 'neither', input, handedBack), await strict.call(over, 'links', input));
    for (const result of all) {
      expect(result).toMatchObject({ structuredContent: { outcome: 'executed', request_id: id } });
    }
    expect(await companies.counts()).toEqual({ ...before, executions: before.executions + 1 });
  });

  test('a request that somebody else is needed for is handed back by its requester alone, with its arguments', async () => {
    const input = strict.input();
    const id = linked(await strict.call(over, 'links', input));
    expect(await people.approve(id, 'mo')).toBeNull();
    const before = await companies.counts();
    const handedBack = { requestState: id, inputResponses: { approval: { action: 'accept' } } };
    const refused = { isError: true, structuredContent: { outcome: 'refused', code: 'unknown_request' } };
    expect(await strict.call(over, 'links', input, handedBack, 'mo')).toMatchObject(refused);
    const other = { ...input, label: 'Quay' };
    expect(await strict.call(over, 'links', other, handedBack)).toMatchObject(refused);
    expect(await lenient.call(over, 'links', input, handedBack)).toMatchObject(refused);
    expect(await companies.counts()).toEqual(before);
    expect((await strict.request(id)).state).toBe('approved');
  });

  test('what was withdrawn meanwhile is answered as that', async () => {
    const input = strict.input();
    const id = linked(await strict.call(over, 'links', input));
    await strict.call(over, 'links', { request_id: id }, { name: 'withdraw_inventory_request' });
    const result = await strict.call(over, 'links', input, { requestState: id });
    expect(result).toMatchObject({ isError: true, structuredContent: { outcome: 'failed', request_id: id } });
  });
});

test('nobody is sent to the console about what a customer asked for', async () => {
  const request = await strict.request(linked(await strict.call('stdio', 'links', strict.input())));
  expect(questionAbout(request, ['links'], CONSOLE)).toMatchObject({ kind: 'approval' });
  expect(questionAbout({ ...request, customer: 'CUS-CARLA' }, ['forms', 'links'], CONSOLE)).toBeUndefined();
});

test('nothing of this was a fault', () => {
  expect([...strict.stage.faults, ...lenient.stage.faults]).toEqual([]);
});
