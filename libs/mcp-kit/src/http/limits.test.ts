import { PEOPLE, modernRequest, openHttpStage, openStage, publish, stageOf, testDatabase } from '@supercargo/testing';
import type { Bearer, HttpStage, Trade } from '@supercargo/testing';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';
import type { Budgets } from '../limits/limits.ts';
import { defineReadTool } from '../tool.ts';

const database = await testDatabase();
const stage = await openStage(database, ECHO);
const globex = await openStage(database, ECHO, { founding: { tenant: 'globex' } });
const { tenant } = stage.principal('');
afterAll(() => {
  expect([...stage.faults, ...globex.faults]).toEqual([]);
});

async function served(budgets: Partial<Budgets>): Promise<HttpStage> {
  const http = await openHttpStage(stageOf(database, ECHO, tenant, budgets));
  onTestFinished(() => http.close());
  return http;
}

/** Sends one request of this person, whatever the era takes to do so. */
type Send = (bearer: Bearer, method: string, params: object) => Promise<Response>;

const modern = (http: HttpStage): Send => {
  return async (bearer, method, params) => {
    const message = modernRequest(method, params);
    return http.post(message, await http.headers(bearer, message));
  };
};

function legacy(http: HttpStage): Send {
  const sessions = new Map<string, Promise<string>>();
  const post = async (bearer: Bearer, message: object, session?: string): Promise<Response> =>
    fetch(http.url, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${await http.token(bearer)}`, 'content-type': 'application/json' },
        accept: 'application/json, text/event-stream',
        ...(session === undefined ? {} : { 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
  const begin = async (bearer: Bearer): Promise<string> => {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } };
    const response = await post(bearer, { id: 0, method: 'initialize', params });
    return response.headers.get('mcp-session-id') ?? '';
  };
  let id = 0;
  return async (bearer, method, params) => {
    const key = JSON.stringify(bearer);
    sessions.set(key, sessions.get(key) ?? begin(bearer));
    return post(bearer, { id: (id += 1), method, params }, await sessions.get(key));
  };
}

const ERAS = [
  ['2026-07-28', modern],
  ['2025-11-25', legacy],
] as const;
const CALL = { name: 'echo', arguments: { text: 'x', wait_ms: 0 } };
const MARA: Bearer = { person: 'mara' };

/** How long a refused request is asked to wait, once it is seen to be refused so. */
async function refusedFor(response: Response, words: string, code: number): Promise<number> {
  expect(response.status).toBe(429);
  const seconds = Number(response.headers.get('retry-after'));
  const { error } = (await response.json()) as { error: { code: number; message: string } };
  expect(error.code).toBe(code);
  expect(error.message).toContain(words);
  expect(error.message).toContain(`try again in ${seconds.toString()} s`);
  return seconds;
}

describe.each(ERAS)('over HTTP of %s', (_era, sender) => {
  test.each<readonly [keyof Budgets, Bearer, string]>([
    ['tool', { person: 'mo' }, 'too many calls of this tool'],
    ['person', { person: 'mo' }, 'too many calls of yours'],
    ['tenant', { person: 'mara', tenant: 'globex' }, 'everybody of your company'],
  ])('a spent budget of a %s is a 429 that says so and when, and touches nobody else’s', async (name, other, words) => {
    const send = sender(await served({ [name]: { calls: 2, seconds: 60 } }));
    for (let at = 0; at < 2; at += 1) expect((await send(MARA, 'tools/call', CALL)).status).toBe(200);
    const seconds = await refusedFor(await send(MARA, 'tools/call', CALL), words, -31_002);
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await send(other, 'tools/call', CALL)).status).toBe(200);
  });

  test.each<readonly [string, string, object]>([
    ['a list', 'tools/list', {}],
    ['a prompt', 'prompts/get', { name: 'hello' }],
    ['a tool that there is not', 'tools/call', { name: 'nothing', arguments: {} }],
    ['a resource that there is not', 'resources/read', { uri: 'stock://nothing' }],
    ['a method that there is not', 'tools/approve', {}],
    ['what listens', 'subscriptions/listen', { notifications: {} }],
  ])('%s, asked for without end, is refused without end and recorded once', async (_what, method, params) => {
    const http = await served({ requests: { calls: 6, seconds: 60 } });
    const send = sender(http);
    const before = (await http.records()).length;
    for (let at = 0; at < 5; at += 1) expect((await send(MARA, method, params)).status).not.toBe(429);
    // The handshake of the older era was one of the six.
    await send(MARA, method, params);
    for (let at = 0; at < 20; at += 1) {
      const seconds = await refusedFor(await send(MARA, method, params), 'Too many requests of yours', -31_003);
      expect(seconds).toBeGreaterThan(30);
    }
    const refused = (await http.records()).slice(before).filter(({ http: status }) => status === 429);
    expect(refused).toMatchObject([{ kind: 'protocol', code: 'too_many_requests', person: 'mara' }]);
    expect((await send({ person: 'mo' }, method, params)).status).not.toBe(429);
  });
});

test('what is malformed, and a customer where staff are served, are counted as requests', async () => {
  const http = await served({ requests: { calls: 4, seconds: 60 } });
  const broken = async (): Promise<number> => (await http.post({ ...modernRequest('tools/list', {}), id: {} })).status;
  expect(await Promise.all([1, 2, 3, 4].map(broken))).toEqual([400, 400, 400, 400]);
  expect(await broken()).toBe(429);
  const send = modern(http);
  const carla = { person: 'carla', customer: 'C1' };
  const answers = [];
  for (let at = 0; at < 5; at += 1) answers.push((await send(carla, 'tools/list', {})).status);
  expect(answers).toEqual([403, 403, 403, 403, 429]);
});

test('the budget of a customer is of all who call for them, and of no other customer', async () => {
  const { tools } = ECHO.definition;
  const people = ['carla', 'carol', 'carlos'].map((id) => ({ id, name: id, roles: ['customer'] }));
  const shopping: Trade = {
    definition: {
      ...{ ...ECHO.definition, name: 'orders', faces: 'customers', prompts: [] },
      scopesByRole: { customer: ['orders:own'] },
      tools: [defineReadTool({ ...tools[0], scopes: ['orders:own'] })],
    },
    ...{ login: 'supercargo_orders_customer', customer: 'C1', load: () => Promise.resolve() },
  };
  const founding = { tenant: 'initech', people: [...PEOPLE, ...people] };
  const budgets = { customer: { calls: 2, seconds: 60 } };
  const shop = await openStage(database, shopping, { founding, budgets });
  await publish(database, shop.runtime);
  const http = await openHttpStage(shop);
  onTestFinished(() => http.close());
  const send = modern(http);
  const of = (person: string, customer: string): Bearer => ({
    ...{ person, customer, tenant: 'initech', scopes: ['orders:own'] },
  });
  expect((await send(of('carla', 'C1'), 'tools/call', CALL)).status).toBe(200);
  expect((await send(of('carol', 'C1'), 'tools/call', CALL)).status).toBe(200);
  await refusedFor(await send(of('carla', 'C1'), 'tools/call', CALL), 'for your customer number', -31_002);
  await refusedFor(await send(of('carol', 'C1'), 'tools/call', CALL), 'for your customer number', -31_002);
  expect((await send(of('carlos', 'C2'), 'tools/call', CALL)).status).toBe(200);
});
