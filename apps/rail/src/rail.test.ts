import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, expect, onTestFinished, test } from 'vitest';
import { railFolder, startRail, TOKEN, type RailProcess } from './rail.fixture.ts';

const folder = railFolder();
const own = ['--data', folder.data, '--token-file', folder.tokenFile];
const rail = await startRail(own);
afterAll(async () => {
  await rail.kill();
  folder.remove();
});

const payment = (more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  ...{ id: randomUUID(), amount_minor: '420000', currency: 'EUR', reference: 'INV-7002' },
  ...{ creditor: { name: 'Beans GmbH', account: 'DE89370400440532013000' }, expires_at: '2099-01-01T00:00:00.000Z' },
  ...more,
});

/** Another rail on the same books, ended with its test. */
async function anotherRail(...args: readonly string[]): Promise<RailProcess> {
  const other = await startRail([...own, ...args]);
  onTestFinished(() => other.kill());
  return other;
}

test('a payment is settled, and is told again in the same words to whoever sends it again or asks', async () => {
  const order = payment();
  const first = await rail.pay(order);
  expect(first).toMatchObject({ status: 201, body: { ...order, status: 'settled', code: 'ACSC' } });
  expect(first.body['settlement']).toMatch(/^RAIL-\d{6}$/);
  expect(await rail.pay(order)).toEqual(first);
  expect(await rail.pay(Object.fromEntries(Object.entries(order).reverse()))).toEqual(first);
  expect(await rail.find(String(order['id']))).toEqual({ ...first, status: 200 });
});

test.each([
  ['amount', { amount_minor: '420001' }],
  ['currency', { currency: 'USD' }],
  ['account', { creditor: { name: 'Beans GmbH', account: 'DE89370400440532013001' } }],
  ['creditor’s name', { creditor: { name: 'Bean GmbH', account: 'DE89370400440532013000' } }],
  ['reference', { reference: 'INV-7002-B' }],
  ['end of its time', { expires_at: '2099-01-01T00:00:00.001Z' }],
])('under the same id another %s is refused, and the first payment stands', async (_, other) => {
  const order = payment();
  const first = await rail.pay(order);
  expect(await rail.pay({ ...order, ...other })).toMatchObject({ status: 409, body: { error: 'other_payment' } });
  expect(await rail.find(String(order['id']))).toEqual({ ...first, status: 200 });
});

test.each([
  ['to an account that does not exist', { creditor: { name: 'Nobody', account: 'XX00000' } }, 'AC01'],
  ['to a closed account', { creditor: { name: 'Gone Ltd', account: 'ZZ00000' } }, 'AC04'],
  ['that arrives too late', { expires_at: '2020-01-01T00:00:00.000Z' }, 'TM01'],
])('a payment %s is refused, and stays refused', async (_, more, code) => {
  const order = payment(more);
  const first = await rail.pay(order);
  expect(first).toMatchObject({ status: 422, body: { status: 'refused', code, settlement: null } });
  expect(await rail.pay(order)).toEqual(first);
  expect(await rail.find(String(order['id']))).toEqual({ ...first, status: 200 });
});

test('it knows of no payment that it was not told, and says as of when', async () => {
  const before = Date.now();
  const { status, body } = await rail.find(randomUUID());
  expect({ status, error: body['error'] }).toEqual({ status: 404, error: 'not_found' });
  expect(Date.parse(String(body['at']))).toBeGreaterThanOrEqual(before);
});

const BROKEN: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['id', { id: 'INV-7002' }],
  ['id', { id: '0198B3C4-0000-7000-8000-00000000ABCD' }],
  ['id', { id: undefined }],
  ['amount_minor', { amount_minor: 420_000 }],
  ['amount_minor', { amount_minor: '0' }],
  ['amount_minor', { amount_minor: '-1' }],
  ['amount_minor', { amount_minor: '4200.00' }],
  ['amount_minor', { amount_minor: '1'.repeat(19) }],
  ['amount_minor', { amount_minor: '٤٢' }],
  ['currency', { currency: 'eur' }],
  ['currency', { currency: null }],
  ['creditor', { creditor: 'Beans GmbH' }],
  ['creditor.account', { creditor: { name: 'Beans GmbH', account: 'DE89 3704 0044' } }],
  ['creditor.account', { creditor: { name: 'Beans GmbH', account: `DE${'8'.repeat(40)}` } }],
  ['creditor.name', { creditor: { name: '', account: 'DE89370400440532013000' } }],
  ['creditor', { creditor: { name: 'Beans GmbH', account: 'DE89370400440532013000', bic: 'X' } }],
  ['reference', { reference: 'x'.repeat(141) }],
  ['reference', { reference: 'two\nlines' }],
  ['reference', { reference: 'turned \u202E round' }],
  ['expires_at', { expires_at: 'tomorrow' }],
  ['expires_at', { expires_at: '2099-01-01' }],
  ['the payment', { priority: 'high' }],
];

test.each(BROKEN)('a payment whose %s is %j is none, and is not remembered', async (field, broken) => {
  const order = payment(broken);
  const { status, body } = await rail.pay(order);
  expect({ status, field: body['field'] }).toEqual({ status: 400, field });
  const id = String(order['id']);
  if (/^[0-9a-f-]{36}$/.test(id)) expect(await rail.find(id)).toMatchObject({ status: 404 });
});

test.each([
  ['no JSON', '{"id":'],
  ['a list', '[]'],
  ['nothing', ''],
  ['null', 'null'],
  ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
])('a body that is %s is refused', async (_, body) => {
  expect(await rail.pay(body)).toMatchObject({ status: 400, body: { error: 'malformed' } });
});

test('a body over 4 KiB, or of another type, is refused, and the rail goes on', async () => {
  expect(await rail.pay(payment({ reference: 'x'.repeat(5_000) }))).toMatchObject({ status: 413 });
  for (const type of ['text/plain', 'application/json; charset=latin1', 'multipart/form-data; boundary=x']) {
    expect(await rail.pay(payment(), { 'content-type': type }), type).toMatchObject({ status: 415 });
  }
  expect(await rail.pay(payment())).toMatchObject({ status: 201 });
});

test.each([
  ['', undefined],
  ['another', `Bearer ${TOKEN}x`],
  ['a shorter', `Bearer ${TOKEN.slice(0, -1)}`],
  ['a basic', `Basic ${TOKEN}`],
  ['a lower-case', `bearer ${TOKEN}`],
  ['a bare', TOKEN],
])('with %s token it pays nothing and tells nothing', async (_, authorization) => {
  const order = payment();
  const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) };
  const paid = await fetch(`${rail.url}/payments`, { method: 'POST', headers, body: JSON.stringify(order) });
  expect([paid.status, paid.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  const id = String(order['id']);
  expect((await fetch(`${rail.url}/payments/${id}`, { headers })).status).toBe(401);
  expect(await rail.find(id)).toMatchObject({ status: 404, body: { error: 'not_found' } });
});

test.each([
  ['GET', '/payments', 405],
  ['DELETE', `/payments/${randomUUID()}`, 405],
  ['PUT', '/payments', 405],
  ['GET', '/', 404],
  ['GET', '/payments/', 404],
  ['GET', '/payments/INV-7002', 404],
  ['GET', `/payments/${randomUUID()}/`, 404],
  ['POST', '/payments?x=1', 404],
])('%s %s is answered with %i, and never in the words of a payment that is not there', async (method, path, status) => {
  const response = await fetch(`${rail.url}${path}`, { method, headers: { authorization: `Bearer ${TOKEN}` } });
  expect(response.status).toBe(status);
  expect(await response.text()).not.toContain('not_found');
});

test('killed without warning it has forgotten nothing that it told', async () => {
  const orders = Array.from({ length: 20 }, () => payment());
  const first = await anotherRail();
  const told = await Promise.all(orders.map((order) => first.pay(order)));
  await first.kill();
  const second = await anotherRail();
  for (const [at, order] of orders.entries()) {
    expect(await second.find(String(order['id']))).toEqual({ ...told[at], status: 200 });
  }
});

test('two rails on the same books decide about an id once', async () => {
  const other = await anotherRail();
  for (let round = 0; round < 10; round += 1) {
    const order = payment();
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => rail.pay(order)),
      ...Array.from({ length: 4 }, () => other.pay({ ...order, amount_minor: '1' })),
    ]);
    const statuses = answers.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201, 409]));
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body['settlement'])).size).toBe(1);
  }
});

let unlucky: RailProcess | undefined;
afterEach(async () => {
  await unlucky?.kill();
  unlucky = undefined;
});

test('of those it is to lose, it decides and tells nobody, until it is asked', async () => {
  const lossy = await anotherRail('--lose-every', '1');
  const order = payment();
  await expect(lossy.pay(order)).rejects.toThrow();
  expect(await lossy.find(String(order['id']))).toMatchObject({ status: 200, body: { status: 'settled' } });
});

test('of those it is to refuse, each is refused and the others are settled', async () => {
  const strict = await anotherRail('--refuse-every', '3');
  const codes: unknown[] = [];
  for (let round = 0; round < 6; round += 1) codes.push((await strict.pay(payment())).body['code']);
  expect(codes.filter((code) => code === 'MS03')).toHaveLength(2);
  expect(codes.indexOf('MS03') % 3).toBe(codes.lastIndexOf('MS03') % 3);
});

test('told to die it dies, and its books are whole', async () => {
  unlucky = await startRail([...own, '--die-at-random', '1']);
  const order = payment();
  const ended = once(unlucky.child, 'exit');
  await expect(unlucky.pay(order)).rejects.toThrow();
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(await rail.find(String(order['id']))).toMatchObject({ status: 404 });
  expect(await rail.pay(order)).toMatchObject({ status: 201 });
});

test('told to end it answers what it has begun', async () => {
  const polite = await anotherRail('--latency-ms', '300');
  const answer = polite.pay(payment());
  await new Promise((resolve) => setTimeout(resolve, 150));
  polite.child.kill('SIGTERM');
  expect(await answer).toMatchObject({ status: 201 });
  if (polite.child.exitCode === null) await once(polite.child, 'exit');
  expect(polite.child.exitCode).toBe(0);
});
