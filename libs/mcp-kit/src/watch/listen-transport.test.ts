import { ProtocolError, type JSONRPCMessage, type Transport } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { ListenTransport, type Listening } from './listen-transport.ts';

const ID = 'io.modelcontextprotocol/subscriptionId';

interface Wire extends Transport {
  readonly sent: JSONRPCMessage[];
}

/** A wire that keeps what it is given, and is as slow as `written` says. */
function wireOf(written: () => Promise<void> = () => Promise.resolve()): Wire {
  const sent: JSONRPCMessage[] = [];
  return {
    sent,
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
    send: (message) => {
      sent.push(message);
      return written();
    },
  };
}

const LET_IN: Listening = {
  onHandled: () => undefined,
  onListen: () => Promise.resolve(undefined),
  onSilence: () => undefined,
};

function acknowledgement(id: string): JSONRPCMessage {
  const params = { notifications: { resourceSubscriptions: ['a://b'] }, _meta: { [ID]: id } };
  return { jsonrpc: '2.0', method: 'notifications/subscriptions/acknowledged', params };
}

const update = (id: string): JSONRPCMessage => ({
  jsonrpc: '2.0',
  method: 'notifications/resources/updated',
  params: { uri: 'a://b', _meta: { [ID]: id } },
});

test('to a client that does not read, an update waits once, however often the resource changes', async () => {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wire = wireOf(() => promise as Promise<unknown> as Promise<void>);
  const transport = new ListenTransport(wire, LET_IN);
  const first = transport.send(update('1'));
  await transport.send(update('1'));
  void transport.send(update('2'));
  expect(wire.sent).toEqual([update('1'), update('2')]);
  resolve(undefined);
  await first;
  await transport.send(update('1'));
  expect(wire.sent).toHaveLength(3);
});

test('an acknowledgement leaves once its listen is let in; a refused one is an error, and the SDK forgets it', async () => {
  const wire = wireOf();
  const { promise: asked, resolve: answer } = Promise.withResolvers<ProtocolError | undefined>();
  const transport = new ListenTransport(wire, { ...LET_IN, onListen: () => asked });
  const toSdk: JSONRPCMessage[] = [];
  transport.onmessage = (message) => void toSdk.push(message);
  await transport.start();
  const sending = transport.send(acknowledgement('1'));
  expect(wire.sent).toEqual([]);
  answer(new ProtocolError(-32_602, 'not you'));
  await sending;
  expect(wire.sent).toEqual([{ jsonrpc: '2.0', id: '1', error: { code: -32_602, message: 'not you' } }]);
  expect(toSdk).toEqual([{ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: '1' } }]);
});

test('a listen that was cancelled while it was let in is acknowledged to nobody, and let go', async () => {
  const wire = wireOf();
  const { promise: asked, resolve: answer } = Promise.withResolvers<undefined>();
  const silent: unknown[] = [];
  const transport = new ListenTransport(wire, {
    ...LET_IN,
    onListen: () => asked,
    onSilence: (id) => void silent.push(id),
  });
  await transport.start();
  const sending = transport.send(acknowledgement('1'));
  wire.onmessage?.({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: '1' } });
  answer(undefined);
  await sending;
  expect(wire.sent).toEqual([]);
  expect(silent).toEqual(['1', '1']);
});

test('a listen is ended once, and one that is none not at all', async () => {
  const wire = wireOf();
  const transport = new ListenTransport(wire, LET_IN);
  await transport.send(acknowledgement('1'));
  await transport.end('2');
  await transport.end('1');
  await transport.end('1');
  expect(wire.sent).toEqual([
    acknowledgement('1'),
    { jsonrpc: '2.0', id: '1', result: { resultType: 'complete', _meta: { [ID]: '1' } } },
  ]);
});
