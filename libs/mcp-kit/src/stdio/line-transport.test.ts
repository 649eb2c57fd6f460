import { setTimeout as delay } from 'node:timers/promises';

import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';

import type { LineTransport } from './line-transport.ts';
import { openWire, request } from './line-transport.fixture.ts';

const refused = (id: unknown, code: number, reason: string): unknown => ({
  jsonrpc: '2.0',
  id,
  error: { code, message: expect.any(String) as string, data: { reason } },
});

/** A server that answers every request at once. */
function answer(message: JSONRPCMessage, transport: LineTransport): void {
  if ('method' in message && 'id' in message) void transport.send({ jsonrpc: '2.0', id: message.id, result: {} });
}

const answered = (id: unknown): unknown => ({ jsonrpc: '2.0', id, result: {} });

test('answers garbage of every kind and serves the next line', async () => {
  const wire = await openWire({}, answer);
  wire.say(
    '',
    '   ',
    'garbage',
    request(1),
    [request(2)],
    '{"a":1,"a":2}',
    '"x"',
    { jsonrpc: '2.0', id: 3 },
    request(4),
  );
  expect(await wire.hear()).toStrictEqual(refused(null, -32_700, 'not_json'));
  expect(await wire.hear()).toStrictEqual(answered(1));
  expect(await wire.hear()).toStrictEqual(refused(null, -32_600, 'batch'));
  expect(await wire.hear()).toStrictEqual(refused(null, -32_600, 'duplicate_key'));
  expect(await wire.hear()).toStrictEqual(refused(null, -32_600, 'not_an_object'));
  expect(await wire.hear()).toStrictEqual(refused(3, -32_600, 'bad_method'));
  expect(await wire.hear()).toStrictEqual(answered(4));
  expect(wire.refusals.map((refusal) => refusal.code)).toStrictEqual([
    'not_json',
    'batch',
    'duplicate_key',
    'not_an_object',
    'bad_method',
  ]);
});

test('answers a 12 MB line once, names the limit, audits its size and goes on', async () => {
  const wire = await openWire({}, answer);
  const megabyte = 'x'.repeat(1024 * 1024);
  for (let index = 0; index < 12; index += 1) wire.stdin.write(megabyte);
  wire.say('', request(1));
  expect(await wire.hear()).toMatchObject({
    id: null,
    error: { code: -32_600, message: 'A line is at most 262144 bytes.', data: { reason: 'line_too_long' } },
  });
  expect(await wire.hear()).toStrictEqual(answered(1));
  expect(wire.refusals).toStrictEqual([
    { code: 'line_too_long', jsonRpcCode: -32_600, id: null, bytes: 12 * 1024 * 1024 },
  ]);
});

test('tolerates CRLF and serves a last line without a newline, then closes', async () => {
  const wire = await openWire({}, answer);
  wire.stdin.write(`${JSON.stringify(request(1))}\r\n\r\n`);
  wire.stdin.end(JSON.stringify(request(2)));
  expect(await wire.hear()).toStrictEqual(answered(1));
  expect(await wire.hear()).toStrictEqual(answered(2));
  await wire.transport.closed;
  expect(wire.refusals).toStrictEqual([]);
});

test('writes the audit record of a refusal before its answer', async () => {
  const gate = Promise.withResolvers<undefined>();
  const wire = await openWire({ onRefusal: () => gate.promise }, answer);
  wire.say('garbage', request(1));
  await delay(20);
  expect(wire.stdout.readableLength).toBe(0);
  gate.resolve(undefined);
  expect(await wire.hear()).toStrictEqual(refused(null, -32_700, 'not_json'));
  expect(await wire.hear()).toStrictEqual(answered(1));
});

test('says only that there was an internal error when a refusal cannot be audited, and goes on', async () => {
  const wire = await openWire({ onRefusal: () => Promise.reject(new Error('password=x')) }, answer);
  wire.say('{"jsonrpc":"2.0","id":9,"method":5}', request(1));
  const error = { code: -32_603, message: 'Internal error.' };
  expect(await wire.hear()).toStrictEqual({ jsonrpc: '2.0', id: 9, error });
  expect(await wire.hear()).toStrictEqual(answered(1));
  expect(wire.errors).toHaveLength(1);
});

test('goes on when the report of an error fails too', async () => {
  const wire = await openWire({ onRefusal: () => Promise.reject(new Error('audit is down')) }, answer);
  wire.transport.onerror = () => {
    throw new Error('the log is full');
  };
  wire.say('garbage', { jsonrpc: '2.0', id: null, error: { code: 1, message: '' } }, request(1));
  expect(await wire.hear()).toMatchObject({ id: null, error: { code: -32_603 } });
  expect(await wire.hear()).toStrictEqual(answered(1));
});

test('audits a notification it cannot read, and does not answer it', async () => {
  const wire = await openWire({}, answer);
  wire.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: [1] }, request(1));
  expect(await wire.hear()).toStrictEqual(answered(1));
  expect(wire.refusals).toMatchObject([{ code: 'bad_params', method: 'notifications/cancelled' }]);
});

test('audits an error of the SDK before it leaves, with the method of its request', async () => {
  const gate = Promise.withResolvers<undefined>();
  const seen: unknown[] = [];
  const onProtocolError = async (error: unknown): Promise<void> => {
    seen.push(error);
    await gate.promise;
  };
  const wire = await openWire({ onProtocolError });
  wire.say(request('a', 'tools/nope'));
  await expect.poll(() => wire.received).toHaveLength(1);
  const error = { code: -32_601, message: 'Method not found' };
  void wire.transport.send({ jsonrpc: '2.0', id: 'a', error });
  await delay(20);
  expect(wire.stdout.readableLength).toBe(0);
  expect(seen).toStrictEqual([{ id: 'a', method: 'tools/nope', jsonRpcCode: -32_601, message: 'Method not found' }]);
  gate.resolve(undefined);
  expect(await wire.hear()).toStrictEqual({ jsonrpc: '2.0', id: 'a', error });
});

test('leaves the audit of a marked request to its handler', async () => {
  const wire = await openWire();
  wire.say(request(1), request('1'));
  await expect.poll(() => wire.received).toHaveLength(2);
  wire.transport.markAudited(1);
  wire.transport.markAudited('never seen');
  const error = { code: -32_602, message: 'Refused.' };
  await wire.transport.send({ jsonrpc: '2.0', id: 1, error });
  await wire.transport.send({ jsonrpc: '2.0', id: '1', error });
  expect(wire.protocolErrors.map(({ id }) => id)).toStrictEqual(['1']);
});

test('does not give the text of a fault, or of a failed audit, to the client', async () => {
  const wire = await openWire({
    onProtocolError: ({ id }) => (id === 2 ? Promise.reject(new Error('audit is down')) : Promise.resolve()),
  });
  wire.say(request(1), request(2), request(3));
  await expect.poll(() => wire.received).toHaveLength(3);
  const internal = { code: -32_603, message: 'Internal error.' };
  await wire.transport.send({ jsonrpc: '2.0', id: 1, error: { code: -32_603, message: 'select * from secrets' } });
  await wire.transport.send({ jsonrpc: '2.0', id: 2, error: { code: -32_601, message: 'Method not found' } });
  await wire.transport.send({ jsonrpc: '2.0', id: 3, result: { amount: 1n } });
  for (const id of [1, 2, 3]) expect(await wire.hear()).toStrictEqual({ jsonrpc: '2.0', id, error: internal });
});

test('answers requests beyond the bound with its own code, and still takes cancellations and answers', async () => {
  const wire = await openWire({ inFlightMax: 2 });
  wire.say(request(1), request(2), request(3));
  expect(await wire.hear()).toStrictEqual(refused(3, -31_000, 'too_many_in_flight'));
  expect(wire.refusals).toMatchObject([{ code: 'too_many_in_flight', method: 'tools/call', id: 3 }]);
  wire.say({ jsonrpc: '2.0', id: 0, result: { action: 'accept' } });
  wire.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }, request(4));
  await expect.poll(() => wire.received).toHaveLength(5);
  await wire.transport.send({ jsonrpc: '2.0', id: 2, result: {} });
  wire.say(request(5));
  await expect.poll(() => wire.received).toHaveLength(6);
  expect(wire.refusals).toHaveLength(1);
});

test('refuses an id that is in flight, and never answers with it what another request asked', async () => {
  const wire = await openWire();
  wire.say(request(1), request(1, 'tools/list'), '{"jsonrpc":"2.0","id":1,"method":"x","method":"y"}', request('1'));
  expect(await wire.hear()).toStrictEqual(refused(null, -32_600, 'id_in_use'));
  expect(await wire.hear()).toStrictEqual(refused(null, -32_600, 'duplicate_key'));
  await expect.poll(() => wire.received).toHaveLength(2);
});

test('drops the answer of a cancelled request', async () => {
  const wire = await openWire();
  wire.say(request(1), { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } }, request(2));
  await expect.poll(() => wire.received).toHaveLength(3);
  await wire.transport.send({ jsonrpc: '2.0', id: 1, result: {} });
  await wire.transport.send({ jsonrpc: '2.0', id: 2, result: {} });
  expect(await wire.hear()).toStrictEqual(answered(2));
});

test('answers an internal error when its own receiver throws, and goes on', async () => {
  const wire = await openWire({}, (message, transport) => {
    if ('id' in message && message.id === 1) throw new Error('secret');
    answer(message, transport);
  });
  wire.say(request(1), request(2));
  expect(await wire.hear()).toMatchObject({ id: 1, error: { code: -32_603, message: 'Internal error.' } });
  expect(await wire.hear()).toStrictEqual(answered(2));
});

test.each([{ frameBytesMax: 1024 * 1024 + 1 }, { frameBytesMax: 0 }, { inFlightMax: Infinity }, { drainMs: -1 }])(
  'refuses a bound that does not bound: %j',
  async (options) => {
    await expect(openWire(options)).rejects.toThrow(RangeError);
  },
);
