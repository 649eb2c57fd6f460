import { CLIENTS, connectHttp, openHttpStage, openStage, testDatabase, type TestClient } from '@supercargo/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { COMPANY, WATCHED, watched } from '../watch/store/watch-stage.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, WATCHED);
const { rename, noLook, looks } = watched(database, stage.runtime.door);
const http = await openHttpStage(stage);
afterAll(() => http.close());

describe.each(CLIENTS)('%s', (kind) => {
  const client = async (person = 'mara'): Promise<TestClient> =>
    connectHttp(http.url, await http.token({ person }), kind);

  test('connects, lists, calls and reads', async () => {
    const mara = await client();
    if (kind !== 'first line') expect(mara.protocol).toBe(kind);
    expect(mara.toolNames).toContain('echo');
    const answer = await mara.call('echo', { text: 'over HTTP', wait_ms: 0 });
    expect(answer).toMatchObject({ isError: false, structured: { text: 'over HTTP', person: 'mara' } });
    expect(JSON.parse(await mara.readResource(COMPANY))).toMatchObject({ variable: '' });
    expect(await mara.resourceUris()).toContain(COMPANY);
    await mara.close();
  });

  test('is told why a call is refused', async () => {
    const mara = await client();
    const answer = await mara.call('echo', { text: 'x', wait_ms: 0, more: 1 });
    expect(answer.isError).toBe(true);
    expect(answer.texts.join('')).toContain('there is no argument');
    await mara.close();
  });

  test('two people at once each get their own answers', async () => {
    const people = await Promise.all(['mara', 'mo'].map(async (person) => ({ person, client: await client(person) })));
    const asked = people.flatMap((each) =>
      Array.from({ length: 15 }, (_, at) => ({ ...each, text: `${each.person} ${at}` })),
    );
    const answers = await Promise.all(
      asked.map((one) => one.client.call('echo', { text: one.text, wait_ms: one.text.length % 7 })),
    );
    expect(answers.map(({ structured }) => structured)).toEqual(asked.map(({ text, person }) => ({ text, person })));
    for (const each of people) await each.client.close();
  });

  test('is told of a change that it subscribed to, until it lets go', async () => {
    const mara = await client();
    const subscription = await mara.subscribe(COMPANY);
    await looks();
    expect(mara.changed).toEqual([]);
    await rename();
    await vi.waitFor(() => {
      expect(mara.changed).toEqual([COMPANY]);
    }, 5_000);
    await subscription.stop();
    await rename();
    await noLook();
    expect(mara.changed).toEqual([COMPANY]);
    await mara.close();
  });

  test('is not let in to watch what its role does not grant', async () => {
    const olga = await client('olga');
    await expect(olga.subscribe(COMPANY)).rejects.toThrow();
    await noLook();
    await olga.close();
  });

  test('a cancelled call leaves the others alone', async () => {
    const mara = await client();
    const stop = new AbortController();
    const cancelled = mara.call('echo', { text: 'cancelled', wait_ms: 300 }, stop.signal);
    const others = Array.from({ length: 5 }, (_, at) => mara.call('echo', { text: `${at}`, wait_ms: 50 }));
    stop.abort(new Error('no longer wanted'));
    await expect(cancelled).rejects.toThrow();
    expect((await Promise.all(others)).map(({ structured }) => structured?.['text'])).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
    ]);
    await mara.close();
  });
});

test('no fault on the way', () => {
  expect(stage.faults).toEqual([]);
});
