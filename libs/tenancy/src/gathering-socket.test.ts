import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { GatheringSocket } from './gathering-socket.ts';

test('sends what is written in one turn together and in order, and what comes later by itself', async () => {
  const chunks: string[] = [];
  const server = createServer((peer) => peer.on('data', (chunk: Buffer) => chunks.push(chunk.toString())));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = new GatheringSocket();
  socket.setNoDelay(true);
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  for (const text of ['begin', ';', 'select', ';']) socket.write(text);
  await Promise.resolve();
  socket.write('sync');
  await expect.poll(() => chunks.join('')).toBe('begin;select;sync');
  expect(chunks).toHaveLength(1);
  socket.end('commit');
  await expect.poll(() => chunks.join('')).toBe('begin;select;synccommit');
  server.close();
});
