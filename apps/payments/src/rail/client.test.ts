import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startRail } from '@supercargo/cluster';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { railClient, type PaymentOrder, type RailClient } from './client.ts';
import { railHome } from './rail.fixture.ts';

const { home, place, remove } = railHome();
const rail = railClient(place);

beforeAll(() => startRail(home, ['--lose-every', '7']));
afterAll(remove);

const order = (more: Partial<PaymentOrder> = {}): PaymentOrder => ({
  ...{ id: randomUUID(), amount: { minor: 420_000n, currency: 'EUR' }, reference: 'INV-7002' },
  ...{
    creditor: { name: 'Beans GmbH', account: 'DE89370400440532013000' },
    expiresAt: new Date('2099-01-01T00:00:00Z'),
  },
  ...more,
});
const creditor = (account: string): PaymentOrder['creditor'] => ({ name: 'Beans GmbH', account });

/** A client of something that is no rail, and what it heard. */
async function clientOf(answer: RequestListener, callMs = 2_000): Promise<RailClient> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return railClient(async () => ({ url: `http://127.0.0.1:${port}`, token: 'a-token-of-no-rail' }), callMs);
}

test('what is paid is executed, under the rail’s name for it, and is found by asking', async () => {
  const paid = order();
  const answer = await rail.pay(paid);
  expect(answer).toMatchObject({ kind: 'executed', reference: expect.stringMatching(/^RAIL-\d{6}$/) as string });
  expect(await rail.find(paid)).toEqual(answer);
  expect(await rail.isReachable()).toBe(true);
});

test.each([
  ['to an unknown account', { creditor: creditor('XX0001') }, 'the account of the payee is unknown'],
  ['to a closed account', { creditor: creditor('ZZ0001') }, 'the account of the payee is closed'],
  ['too late', { expiresAt: new Date(0) }, 'it arrived too late'],
])('a payment %s failed, and says why in our words', async (_, more, why) => {
  const refused = order(more);
  const answer = { kind: 'failed', reason: `the payment rail refused it: ${why}` };
  expect(await rail.pay(refused)).toEqual(answer);
  expect(await rail.find(refused)).toEqual(answer);
});

test('what was never told is not found, by the rail’s own clock', async () => {
  const answer = await rail.find(order());
  expect(answer).toMatchObject({ kind: 'not_found', at: expect.any(Date) as Date });
});

test('under an id that stands for another payment it is unknown, told and asked', async () => {
  const first = order();
  await rail.pay(first);
  for (const other of [
    { ...first, amount: { minor: 1n, currency: 'EUR' } },
    { ...first, amount: { minor: 420_000n, currency: 'USD' } },
    { ...first, creditor: creditor('DE00000000000000000000') },
  ]) {
    expect(await rail.pay(other)).toEqual({ kind: 'unknown', reason: 'the payment rail answered with status 409' });
    expect(await rail.find(other)).toMatchObject({ kind: 'unknown' });
  }
});

test('an answer that was lost is unknown, and asking finds what was paid', async () => {
  let lost: PaymentOrder | undefined;
  for (let round = 0; round < 20 && lost === undefined; round += 1) {
    const paid = order();
    if ((await rail.pay(paid)).kind === 'unknown') lost = paid;
  }
  expect(lost).toBeDefined();
  expect(await rail.find(lost ?? order())).toMatchObject({ kind: 'executed' });
});

test('what the rail takes for no payment is unknown and not failed: whoever asks later finds nothing', async () => {
  const wrong = order({ reference: 'x'.repeat(141) });
  expect(await rail.pay(wrong)).toEqual({ kind: 'unknown', reason: 'the payment rail answered with status 400' });
  expect(await rail.find(wrong)).toMatchObject({ kind: 'not_found' });
});

const json =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const settled = { ...{ amount_minor: '420000', currency: 'EUR', creditor: creditor('DE89370400440532013000') } };

const ODD: readonly (readonly [string, RequestListener])[] = [
  ['an error of the server', json(500, { error: 'fault' })],
  ['another’s 404', json(404, { message: 'Not Found' })],
  ['a 404 without an instant', json(404, { error: 'not_found' })],
  ['a 404 of no instant', json(404, { error: 'not_found', at: 'just now' })],
  ['not found, with 200', json(200, { error: 'not_found', at: '2099-01-01T00:00:00.000Z' })],
  ['a success without a body', (_request, response) => response.writeHead(201).end()],
  ['a success in HTML', (_request, response) => response.writeHead(201).end('<h1>OK</h1>')],
  ['a success of nothing', json(201, {})],
  [
    'a success of another payment',
    json(201, { ...settled, id: randomUUID(), status: 'settled', code: 'ACSC', settlement: 'R-1' }),
  ],
  ['a status of its own', json(201, { ...settled, id: 'ID', status: 'pending', code: 'PDNG', settlement: null })],
  ['a redirection', (_request, response) => response.writeHead(307, { location: '/elsewhere' }).end()],
  ['a refused token', json(401, { error: 'unauthorised' })],
  ['too many requests', json(429, {})],
  ['nothing, and hangs up', (request) => request.socket.destroy()],
  [
    'half an answer',
    (_request, response) => {
      response.writeHead(201, { 'content-length': 100 }).write('{"id":');
      setTimeout(() => response.destroy(), 20);
    },
  ],
  ['no HTTP', (request) => request.socket.end('220 smtp ready\r\n')],
  [
    'an answer without end',
    (_request, response) => {
      response.writeHead(201);
      const more = (): void =>
        void response.write(' '.repeat(8_192), (error) => (error === null || error === undefined ? more() : undefined));
      more();
    },
  ],
];

test.each(ODD)('where the rail answers %s it is unknown, told and asked', async (_, answer) => {
  const client = await clientOf(answer);
  expect(await client.pay(order())).toMatchObject({ kind: 'unknown' });
  expect(await client.find(order())).toMatchObject({ kind: 'unknown' });
  expect(await client.isReachable()).toBe(false);
});

test('a rail that does not answer in time, is not there or is nowhere is unknown', async () => {
  const silent = await clientOf(() => undefined, 100);
  expect(await silent.pay(order())).toEqual({ kind: 'unknown', reason: 'the payment rail gave no answer' });
  expect(await silent.find(order())).toEqual({ kind: 'unknown', reason: 'the payment rail gave no answer' });
  for (const nowhere of [
    async () => ({ url: 'http://127.0.0.1:1', token: 't' }),
    async () => ({ url: 'http://127.0.0.1:1', token: 'a\nb' }),
    async () => undefined,
    () => Promise.reject(new Error('no file')),
  ]) {
    expect(await railClient(nowhere).pay(order())).toMatchObject({ kind: 'unknown' });
    expect(await railClient(nowhere).find(order())).toMatchObject({ kind: 'unknown' });
    expect(await railClient(nowhere).isReachable()).toBe(false);
  }
});

test('it tells once: of what is lost or refused nothing is sent again', async () => {
  for (const answer of [json(500, {}), json(503, {}), ((request) => request.socket.destroy()) as RequestListener]) {
    let told = 0;
    const client = await clientOf((request, response) => {
      told += 1;
      answer(request, response);
    });
    await client.pay(order());
    expect(told).toBe(1);
  }
});

test('what it tells is the payment, and with it the token in a header alone', async () => {
  let heard: unknown;
  const client = await clientOf((request, response) => {
    const { method, url, headers } = request;
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      heard = { method, url, authorization: headers.authorization, body: JSON.parse(text) as unknown };
      response.end();
    });
  });
  const paid = order();
  await client.pay(paid);
  expect(heard).toEqual({
    ...{ method: 'POST', url: '/payments', authorization: 'Bearer a-token-of-no-rail' },
    body: {
      ...{ id: paid.id, amount_minor: '420000', currency: 'EUR', creditor: paid.creditor, reference: 'INV-7002' },
      expires_at: '2099-01-01T00:00:00.000Z',
    },
  });
});
