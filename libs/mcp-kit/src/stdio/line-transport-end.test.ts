import { PassThrough, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { openWire, request } from './line-transport.fixture.ts';
import { OutputClosedError } from './line-writer.ts';

const CANCELLED = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };

test('waits for requests in flight at the end of input, then closes', async () => {
  const wire = await openWire({ drainMs: 5_000 });
  let closed = false;
  wire.transport.onclose = () => {
    closed = true;
  };
  wire.say(request(1));
  wire.stdin.end();
  await delay(30);
  expect(closed).toBe(false);
  await wire.transport.send({ jsonrpc: '2.0', id: 1, result: {} });
  await wire.transport.closed;
  expect(closed).toBe(true);
  expect(await wire.hear()).toMatchObject({ id: 1 });
});

test('does not wait longer than it was told', async () => {
  const wire = await openWire({ drainMs: 20 });
  wire.say(request(1));
  wire.stdin.end();
  await wire.transport.closed;
  await expect(wire.transport.send({ jsonrpc: '2.0', id: 1, result: {} })).rejects.toThrow(OutputClosedError);
});

test('does not wait for subscriptions or for what was cancelled', async () => {
  const wire = await openWire({ drainMs: 60_000 });
  wire.say(request(1), request(2, 'subscriptions/listen'), CANCELLED);
  wire.stdin.end();
  await wire.transport.closed;
});

test('closes when the input is destroyed or fails', async () => {
  const destroyed = await openWire();
  destroyed.stdin.destroy();
  await destroyed.transport.closed;
  const failed = await openWire();
  failed.stdin.destroy(new Error('EIO'));
  await failed.transport.closed;
  expect(failed.errors.map((error) => error.message)).toStrictEqual(['EIO']);
});

test('closes quietly when nobody reads the output any more', async () => {
  const stdout = new PassThrough();
  const wire = await openWire({ stdout });
  wire.say(request(1));
  await expect.poll(() => wire.received).toHaveLength(1);
  stdout.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
  await wire.transport.closed;
  expect(wire.errors).toStrictEqual([]);
  wire.say('garbage', request(2));
  await delay(20);
  expect(wire.received).toHaveLength(1);
  expect(wire.refusals).toStrictEqual([]);
});

test('closes once, whoever asks, and delivers nothing afterwards', async () => {
  const wire = await openWire();
  let closes = 0;
  wire.transport.onclose = () => {
    closes += 1;
  };
  await wire.transport.close();
  await wire.transport.close();
  wire.say(request(1));
  wire.stdin.end();
  await delay(20);
  expect(closes).toBe(1);
  expect(wire.received).toStrictEqual([]);
});

test('is started once', async () => {
  const wire = await openWire();
  await expect(wire.transport.start()).rejects.toThrow('once');
});

test('stops reading while the reader of its answers is slow', async () => {
  const lines: string[] = [];
  const waiting: (() => void)[] = [];
  const stdout = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      waiting.push(done);
    },
  });
  const wire = await openWire({ stdout });
  for (let index = 0; index < 1_000; index += 1) wire.say('garbage');
  await delay(20);
  expect(lines).toHaveLength(1);
  expect(wire.refusals.length).toBeLessThan(3);
  waiting.shift()?.();
  await expect.poll(() => lines).toHaveLength(2);
});

test('writes each message as one line of its own', async () => {
  const wire = await openWire();
  wire.say(request(1), request(2));
  await expect.poll(() => wire.received).toHaveLength(2);
  const text = 'a\nb\r\n\u2028';
  await Promise.all([
    wire.transport.send({ jsonrpc: '2.0', id: 1, result: { text } }),
    wire.transport.send({ jsonrpc: '2.0', method: 'notifications/message', params: { text } }),
    wire.transport.send({ jsonrpc: '2.0', id: 2, result: { text } }),
  ]);
  const heard = [await wire.hear(), await wire.hear(), await wire.hear()];
  expect(heard.map((line) => JSON.stringify(line)).every((line) => line.includes('a\\nb'))).toBe(true);
});
