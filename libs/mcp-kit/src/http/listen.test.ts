import { setTimeout as sleep } from 'node:timers/promises';
import {
  modernRequest,
  openHttpStage,
  openStage,
  testDatabase,
  type Bearer,
  type HttpStage,
} from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { COMPANY, PERSON, WATCHED, watched } from '../watch/store/watch-stage.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, WATCHED);
const { rename, noLook, mend } = watched(database, stage.runtime.door);
const http = await openHttpStage(stage);
afterAll(() => http.close());

const SUBSCRIPTION = 'io.modelcontextprotocol/subscriptionId';

interface Listening {
  readonly response: Response;
  /** What was told until now. */
  readonly events: Record<string, unknown>[];
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

async function listen(bearer: Bearer, uris: unknown, at: HttpStage = http): Promise<Listening> {
  const message = modernRequest('subscriptions/listen', { notifications: { resourceSubscriptions: uris } }, 'mine');
  const stopping = new AbortController();
  const headers = await at.headers(bearer, message);
  const { signal } = stopping;
  const response = await fetch(at.url, { method: 'POST', headers, body: JSON.stringify(message), signal });
  const events: Record<string, unknown>[] = [];
  const read = async (): Promise<void> => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('data: ')) events.push(JSON.parse(line.slice(6)) as Record<string, unknown>);
      }
    }
  };
  const ended = response.headers.get('content-type') === 'text/event-stream' ? read() : Promise.resolve();
  ended.catch(() => undefined);
  const stop = (): void => {
    stopping.abort();
  };
  return { response, events, ended, stop };
}

const acknowledged = (...uris: readonly string[]): object => ({
  method: 'notifications/subscriptions/acknowledged',
  params: { notifications: { resourceSubscriptions: uris }, _meta: { [SUBSCRIPTION]: 'mine' } },
});
const END = { id: 'mine', result: { resultType: 'complete', _meta: { [SUBSCRIPTION]: 'mine' } } };
const MARA: Bearer = { person: 'mara' };

test('what changed is told by its URI alone, on the stream of whoever listens to it', async () => {
  const [company, person] = [await listen(MARA, [COMPANY]), await listen({ person: 'mo' }, [PERSON])];
  await rename();
  await vi.waitFor(() => {
    const params = { uri: COMPANY, _meta: { [SUBSCRIPTION]: 'mine' } };
    expect(company.events).toMatchObject([
      acknowledged(COMPANY),
      { method: 'notifications/resources/updated', params },
    ]);
  }, 5_000);
  expect(person.events).toMatchObject([acknowledged(PERSON)]);
  company.stop();
  person.stop();
  await sleep(100);
  await noLook();
});

test('it ends with the token that it was begun with', async () => {
  const listening = await listen({ ...MARA, seconds: 1 }, [COMPANY]);
  await listening.ended;
  expect(listening.events).toMatchObject([acknowledged(COMPANY), END]);
  await noLook();
});

test('it ends with the role that it was let in by', async () => {
  const listening = await listen(MARA, [COMPANY]);
  await vi.waitFor(() => {
    expect(listening.events).toHaveLength(1);
  }, 5_000);
  await database.admin("update people.person set roles = '{auditor}' where tenant_id = 'acme' and id = 'mara'");
  await listening.ended;
  expect(listening.events.at(-1)).toMatchObject(END);
  await mend();
});

test.each<readonly [string, Bearer, unknown, number]>([
  ['what is not there', MARA, ['echo://nothing'], 200],
  ['what can only be read', MARA, ['echo://still'], 200],
  ['what the role does not grant', { person: 'olga' }, [COMPANY], 403],
  ['what the token was not given for', { person: 'mara', scopes: ['other:read'] }, [COMPANY], 403],
  ['more than a stream may', MARA, Array.from({ length: 21 }, (_, at) => `echo://person/${at}`), 200],
  ['no list', MARA, 'everything', 200],
])('listening to %s is refused and recorded once, and nothing is looked at', async (_what, bearer, uris, status) => {
  const before = (await http.records()).length;
  const { response } = await listen(bearer, uris);
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ id: 'mine', error: {} });
  expect((await http.records()).slice(before)).toMatchObject([{ outcome: 'refused' }]);
  await noLook();
});

test('so many streams of one caller and no more; when the server stops, each ends as the protocol has it', async () => {
  const narrow = await openHttpStage(stage, { bounds: { streamsMax: 2 } });
  const open = [await listen(MARA, [COMPANY], narrow), await listen(MARA, [PERSON], narrow)];
  expect((await listen(MARA, [COMPANY], narrow)).response.status).toBe(429);
  const other = await listen({ person: 'mo' }, [COMPANY], narrow);
  expect(other.response.status).toBe(200);
  await narrow.close();
  for (const { ended, events } of [...open, other]) {
    await ended;
    expect(events.at(-1)).toMatchObject(END);
  }
  await noLook();
});
