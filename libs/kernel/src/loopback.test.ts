import { expect, test } from 'vitest';
import { isLoopbackHost } from './loopback.ts';

test.each([
  'http://127.0.0.1:1/x',
  'https://[::1]:2',
  'redis://localhost',
  'http://LOCALHOST:3',
  'http://[0:0:0:0:0:0:0:1]',
  'http://127.1',
])('%s is on this machine', (address) => {
  expect(isLoopbackHost(new URL(address).hostname)).toBe(true);
});

test.each([
  ...['http://127.0.0.2', 'http://0.0.0.0', 'http://[::]', 'http://[::ffff:127.0.0.1]', 'http://localhost.example.com'],
  ...['http://x.localhost', 'http://localhost.', 'http://127.0.0.1.example.com', 'http://user@10.0.0.1'],
])('%s is not taken for it', (address) => {
  expect(isLoopbackHost(new URL(address).hostname)).toBe(false);
});
