import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TurnSocket } from './turn-socket.ts';

const server = createServer();
const sockets: TurnSocket[] = [];
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** A connection, what leaves it as system calls, and what arrives. */
async function connected(): Promise<{
  readonly socket: TurnSocket;
  readonly calls: string[];
  readonly arrived: () => string;
}> {
  const socket = new TurnSocket();
  sockets.push(socket);
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  const [[other]] = await Promise.all([accepted, once(socket, 'connect')]);
  let arrived = '';
  other.on('data', (bytes) => (arrived += bytes.toString()));
  const calls: string[] = [];
  const send = socket._writev?.bind(socket);
  socket._writev = (chunks, done) => {
    calls.push(chunks.map(({ chunk }) => String(chunk)).join(''));
    send?.(chunks, done);
  };
  const sendOne = socket._write.bind(socket);
  socket._write = (chunk, encoding, done) => {
    calls.push(String(chunk));
    sendOne(chunk, encoding, done);
  };
  return { socket, calls, arrived: () => arrived };
}

test('what is written in one turn leaves as one, also between corks of whoever writes', async () => {
  const { socket, calls, arrived } = await connected();
  socket.write('a');
  socket.cork();
  socket.write('b');
  socket.write('c');
  socket.uncork();
  await Promise.resolve();
  socket.write('d');
  await expect.poll(arrived).toBe('abcd');
  expect(calls).toEqual(['abcd']);
});

test('what is written in another turn leaves by itself, and in order', async () => {
  const { socket, calls, arrived } = await connected();
  for (const text of ['first ', 'second ', 'third']) {
    socket.write(text);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect.poll(arrived).toBe('first second third');
  expect(calls).toEqual(['first ', 'second ', 'third']);
});

test('what was written before the end arrives', async () => {
  const { socket, arrived } = await connected();
  socket.write('last ');
  socket.end('words');
  await expect.poll(arrived).toBe('last words');
});

test('a connection that is destroyed with something to say ends quietly', async () => {
  const { socket } = await connected();
  socket.write('never');
  socket.destroy();
  await once(socket, 'close');
  expect(socket.writableCorked).toBe(0);
});
