import { Console } from 'node:console';
import { PassThrough } from 'node:stream';

import { expect, test } from 'vitest';

import { guardStdout } from './guard-stdout.ts';

test('lets only the returned stream write to the output', async () => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const out = guardStdout(stdout, stderr);
  stdout.write('stray\n');
  new Console(stdout).log('printed');
  out.write('{"jsonrpc":"2.0"}\n');
  await new Promise((resolve) => out.write(Buffer.from('bytes\n'), resolve));
  expect(String(stdout.read())).toBe('{"jsonrpc":"2.0"}\nbytes\n');
  expect(String(stderr.read())).toBe('stray\nprinted\n');
});

test('fails when the output does, without ending the process', async () => {
  const stdout = new PassThrough();
  const out = guardStdout(stdout, new PassThrough());
  const closed = new Promise((resolve) => out.once('close', resolve));
  stdout.destroy(new Error('EPIPE'));
  await closed;
  expect(out.destroyed).toBe(true);
});
