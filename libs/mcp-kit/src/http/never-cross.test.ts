import { Agent } from 'node:http';
import { request as ask } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import {
  foundTenant,
  modernMeta,
  modernRequest,
  openHttpStage,
  openStage,
  testDatabase,
  type Bearer,
} from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import * as z from 'zod';
import { ECHO } from '../echo-trade.fixture.ts';

const TENANTS = 20;
const PEOPLE = 10;
/** The size of a test; the same with 100,000 is a command. */
const CALLS = Number(process.env['CROSSING_CALLS'] ?? 5_000);

/** A method of the test's own: tells its progress, one step after another, and answers who asked. */
const Steps = z.looseObject({ steps: z.int(), wait_ms: z.int() });
const cancelledHere: string[] = [];
const database = await testDatabase();
const http = await openHttpStage(await openStage(database, ECHO), {
  bounds: { inFlightMax: 2_000, inFlightTotalMax: 20_000 },
  extend: (server) => {
    server.setRequestHandler('test/steps', { params: Steps }, async ({ steps, wait_ms: waitMs }, { mcpReq }) => {
      const progressToken = mcpReq._meta?.progressToken ?? 'none';
      mcpReq.signal.addEventListener('abort', () => cancelledHere.push(String(progressToken)));
      for (let step = 1; step <= steps; step += 1) {
        await sleep(waitMs);
        await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: step } });
      }
      return { token: progressToken };
    });
  },
});
afterAll(() => http.close());

const echo = (text: string, waitMs = 0, id = 1): Record<string, unknown> =>
  modernRequest('tools/call', { name: 'echo', arguments: { text, wait_ms: waitMs } }, id);

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
afterAll(() => {
  agent.destroy();
});

async function send(bearer: Bearer, message: Record<string, unknown>): Promise<{ status: number; body: string }> {
  const headers = await http.headers(bearer, message);
  return new Promise((resolve, reject) => {
    const sent = ask(http.url, { method: 'POST', agent, headers }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body });
      }, reject);
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(message));
  });
}

/** The messages of a stream of events, in order. */
function eventsOf(body: string): readonly Readonly<Record<string, unknown>>[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as Record<string, unknown>);
}

/** A request that tells its progress in so many steps, of which the token is its own. */
const steps = (token: string, count: number, waitMs: number, id: number): Record<string, unknown> => ({
  ...{ jsonrpc: '2.0', id, method: 'test/steps' },
  params: { steps: count, wait_ms: waitMs, _meta: { ...modernMeta(), progressToken: token } },
});

const Event = z.union([
  z.object({ params: z.object({ progressToken: z.string(), progress: z.int() }) }).transform(({ params }) => params),
  z.object({ id: z.int(), result: z.object({ token: z.string() }) }),
]);
/** What such a request is answered with, all of it. */
const stepsTold = (body: string): readonly unknown[] => eventsOf(body).map((event) => Event.parse(event));
const stepsDue = (token: string, count: number, id: number): readonly unknown[] => [
  ...Array.from({ length: count }, (_, step) => ({ progressToken: token, progress: step + 1 })),
  { id, result: { token } },
];

/** Hangs up at the first sign of life. */
async function hangUp(bearer: Bearer, message: Record<string, unknown>): Promise<void> {
  const headers = await http.headers(bearer, message);
  return new Promise((resolve, reject) => {
    const sent = ask(http.url, { method: 'POST', agent, headers }, (response) => {
      response.once('data', () => sent.destroy());
      response.once('error', () => undefined);
    });
    sent.once('error', reject);
    sent.once('close', resolve);
    sent.end(JSON.stringify(message));
  });
}

test(
  `${String(TENANTS * PEOPLE)} callers of ${String(TENANTS)} tenants, ${String(CALLS)} calls under the same few ids: each answer, progress and hanging up is its caller’s`,
  { timeout: CALLS * 20 + 20_000 },
  async () => {
    const tenants = Array.from({ length: TENANTS }, (_, at) => `t${at.toString()}`);
    // The same ids of people in every tenant: only the tenant tells them apart.
    const people = Array.from({ length: PEOPLE }, (_, at) => ({
      ...{ id: `p${at.toString()}`, name: `P ${at.toString()}`, roles: ['supply_chain_manager'] },
    }));
    for (const tenant of tenants) await foundTenant(database, { tenant, people });
    const callers: readonly Bearer[] = tenants.flatMap((tenant) =>
      people.map(({ id: person }) => ({ tenant, person })),
    );
    let next = 0;
    let echoes = 0;
    const wrong: unknown[] = [];
    const hungUp: string[] = [];
    const worker = async (): Promise<void> => {
      for (let at = (next += 1); at <= CALLS; at = next += 1) {
        const bearer = callers[at % callers.length] ?? { person: 'nobody' };
        const words = `${bearer.tenant ?? ''}/${bearer.person}/${at.toString()}`;
        // Prime to the number of callers, so that each of them does each of these.
        if (at % 13 === 3) {
          const { body } = await send(bearer, steps(words, 1 + (at % 3), at % 2, at % 4));
          if (!isDeepStrictEqual(stepsTold(body), stepsDue(words, 1 + (at % 3), at % 4))) {
            wrong.push({ bearer, at, body });
          }
          continue;
        }
        if (at % 13 === 7) {
          hungUp.push(words);
          await hangUp(bearer, steps(words, 1_000, 5, at % 4));
          continue;
        }
        echoes += 1;
        const { status, body } = await send(bearer, echo(words, at % 3, at % 4));
        const answer = JSON.parse(body) as { id: number; result?: { structuredContent?: unknown } };
        const isRight =
          status === 200 &&
          answer.id === at % 4 &&
          JSON.stringify(answer.result?.structuredContent) === JSON.stringify({ text: words, person: bearer.person });
        if (!isRight) wrong.push({ bearer, at, status, body });
      }
    };
    await Promise.all(Array.from({ length: 64 }, worker));
    expect(wrong).toEqual([]);
    // Who hung up was cancelled, each of them once, and nobody else.
    await expect.poll(() => cancelledHere.toSorted()).toEqual(hungUp.toSorted());
    expect(http.serving.inFlight()).toBe(0);
    cancelledHere.length = 0;
    const counted = await database.admin<{ tenant: string; person: string; calls: number; tenants: number }>(
      `select tenant_id as tenant, record::jsonb ->> 'person' as person, count(*)::int as calls,
              count(distinct record::jsonb ->> 'tenant')::int as tenants
       from audit.entry where tenant_id like 't%' and kind = 'call' group by 1, 2`,
    );
    // What was said names who said it, so the record of each call is in the company of whoever made it.
    expect(counted.reduce((sum, { calls }) => sum + calls, 0)).toBe(echoes);
    expect(counted.every(({ tenants: named }) => named === 1)).toBe(true);
    const misplaced = await database.admin(
      `select 1 from audit.entry where tenant_id like 't%' and kind = 'call'
       and record::jsonb -> 'arguments' ->> 'text' not like tenant_id || '/' || (record::jsonb ->> 'person') || '/%'`,
    );
    expect(misplaced).toEqual([]);
    expect(http.stage.faults).toEqual([]);
  },
);

test('callers whose requests a gateway sends over one connection, one behind the other, are not mixed up', async () => {
  const people = ['mara', 'mo', 'mara', 'wes', 'mo', 'stranger'];
  const requests = await Promise.all(
    people.map(async (person, at) => {
      const message = echo(person, people.length - at);
      const headers = Object.entries(await http.headers({ person }, message)).map(
        ([name, value]) => `${name}: ${value}`,
      );
      const body = JSON.stringify(message);
      const last = at === people.length - 1 ? ['connection: close'] : [];
      const length = `content-length: ${Buffer.byteLength(body).toString()}`;
      return ['POST /mcp HTTP/1.1', 'host: 127.0.0.1', ...headers, length, ...last, '', body].join('\r\n');
    }),
  );
  const { head, body } = await http.raw(requests.join(''));
  const answers = [...`${head}${body}`.matchAll(/"structuredContent":\{"text":"(\w+)","person":"(\w+)"\}/g)];
  // Wes has no such scope and the stranger is nobody; both are told so, and nothing of the others.
  expect(answers.map(([, text, person]) => [text, person])).toEqual(
    ['mara', 'mo', 'mara', 'mo'].map((person) => [person, person]),
  );
  expect(`${head}${body}`.match(/HTTP\/1\.1 (403|200)/g)).toHaveLength(people.length);
});

test('progress is told on the response of its own request, under whatever token and id', async () => {
  const asked = Array.from({ length: 60 }, (_, at) => {
    // All of them say that they are request 7, and every second one has the same token for its progress.
    const _meta = { ...modernMeta(), progressToken: at % 2 === 0 ? 'same' : `token ${at.toString()}` };
    const params = { steps: 1 + (at % 5), wait_ms: at % 3, _meta };
    return { params, message: { jsonrpc: '2.0', id: 7, method: 'test/steps', params } };
  });
  const answers = await Promise.all(asked.map(({ message }) => send({ person: 'mara' }, message)));
  for (const [at, { body }] of answers.entries()) {
    const { params } = asked[at] ?? { params: { steps: 0, _meta: { progressToken: '' } } };
    const { progressToken } = params._meta;
    expect(stepsTold(body)).toEqual(stepsDue(progressToken, params.steps, 7));
  }
});

test('closing a response cancels its request, and no other', async () => {
  const message = (token: string): Record<string, unknown> => steps(token, 20, 20, 1);
  const others = Array.from({ length: 10 }, (_, at) => send({ person: 'mo' }, message(`stays ${at.toString()}`)));
  const stop = new AbortController();
  const response = await fetch(http.url, {
    ...{ method: 'POST', signal: stop.signal, body: JSON.stringify(message('goes')) },
    headers: await http.headers({ person: 'mara' }, message('goes')),
  });
  await response.body?.getReader().read();
  stop.abort();
  for (const [at, { body }] of (await Promise.all(others)).entries()) {
    expect(eventsOf(body).at(-1)).toMatchObject({ result: { token: `stays ${at.toString()}` } });
  }
  expect(cancelledHere).toEqual(['goes']);
  expect(http.serving.inFlight()).toBe(0);
});

test('a caller who has as many under way as they may is told to wait, and nobody else is', async () => {
  const narrow = await openHttpStage(http.stage, { bounds: { inFlightMax: 3 } });
  const call = async (bearer: Bearer, waitMs = 0): Promise<Response> =>
    narrow.post(echo('x', waitMs), await narrow.headers(bearer, echo('x')));
  const busy = Array.from({ length: 3 }, () => call({ person: 'mara' }, 300));
  await sleep(100);
  const refused = await narrow.post(modernRequest('tools/list', {}));
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect((await call({ person: 'mo' })).status).toBe(200);
  expect((await call({ person: 'mara', client: 'another host' })).status).toBe(200);
  expect((await Promise.all(busy)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await call({ person: 'mara' })).status).toBe(200);
  await narrow.close();
});
