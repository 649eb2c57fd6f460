import { CLIENTS, openStage, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const stage = await openStage(await testDatabase(), ECHO);

const CALLS = 50;

test.each(CLIENTS)('%s: fifty calls at once on one connection each get their own answer', async (kind) => {
  const client = await stage.client('mara', kind);
  const answers = await Promise.all(
    Array.from({ length: CALLS }, (_, index) =>
      // The first asked are the last answered.
      client.call('echo', { text: `${kind} ${index.toString()}`, wait_ms: CALLS - index }),
    ),
  );
  expect(answers.map(({ structured }) => structured?.['text'])).toEqual(
    Array.from({ length: CALLS }, (_, index) => `${kind} ${index.toString()}`),
  );
  await client.close();
});

test.each(CLIENTS)('%s: two people on two connections of one server never get each other’s answers', async (kind) => {
  const people = ['mara', 'mo'] as const;
  const clients = await Promise.all(people.map((person) => stage.client(person, kind)));
  const asked = clients.flatMap((client, at) =>
    Array.from({ length: 20 }, (_, index) => ({
      client,
      person: people[at],
      text: `${index.toString()} of ${String(people[at])}`,
    })),
  );
  const answers = await Promise.all(
    asked.map(({ client, text }) => client.call('echo', { text, wait_ms: text.length % 5 })),
  );
  expect(answers.map(({ structured }) => structured)).toEqual(asked.map(({ text, person }) => ({ text, person })));
  await Promise.all(clients.map((client) => client.close()));
});

test.each(CLIENTS)('%s: cancelling one call leaves the others and the connection alone', async (kind) => {
  const client = await stage.client('mara', kind);
  const stop = new AbortController();
  const cancelled = client.call('echo', { text: 'cancelled', wait_ms: 300 }, stop.signal);
  const others = Array.from({ length: 8 }, (_, index) => client.call('echo', { text: index.toString(), wait_ms: 100 }));
  stop.abort(new Error('no longer wanted'));
  await expect(cancelled).rejects.toThrow();
  expect((await Promise.all(others)).map(({ structured }) => structured?.['text'])).toEqual(
    Array.from({ length: 8 }, (_, index) => index.toString()),
  );
  expect((await client.call('echo', { text: 'after', wait_ms: 0 })).structured).toEqual({
    text: 'after',
    person: 'mara',
  });
  await client.close();
  expect(stage.faults).toEqual([]);
});
