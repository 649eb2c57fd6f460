import fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Line } from './line-splitter.ts';
import { LineSplitter } from './line-splitter.ts';

function split(chunks: readonly (Uint8Array | string)[], lineBytesMax: number): (string | number)[] {
  const splitter = new LineSplitter(lineBytesMax);
  const seen: (string | number)[] = [];
  const take = (lines: Iterable<Line>): void => {
    for (const line of lines) seen.push(line.kind === 'line' ? Buffer.from(line.bytes).toString() : line.byteCount);
  };
  for (const chunk of chunks) take(splitter.push(Buffer.from(chunk)));
  take(splitter.end());
  return seen;
}

test('gives the same lines however the bytes are cut', () => {
  const lines = fc.array(fc.string({ unit: 'binary', maxLength: 30 }).map((line) => line.replaceAll('\n', ' ')));
  fc.assert(
    fc.property(lines, fc.array(fc.nat(200)), fc.integer({ min: 1, max: 20 }), (texts, cuts, max) => {
      const bytes = Buffer.from(texts.map((text) => `${text}\n`).join(''));
      const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).toSorted((a, b) => a - b), bytes.length];
      const chunks = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
      const expected = texts.map((text) =>
        Buffer.byteLength(text) > max ? Buffer.byteLength(text) : wellFormed(text),
      );
      expect(split(chunks, max)).toStrictEqual(expected);
    }),
  );
});

function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

test('takes a line of exactly the limit and counts one of a byte more', () => {
  expect(split(['12345\n123456\nok\n'], 5)).toStrictEqual(['12345', 6, 'ok']);
  expect(split(['12', '345', '\n12', '3456', '\nok\n'], 5)).toStrictEqual(['12345', 6, 'ok']);
});

test('gives a last line without a newline, also one that is too long', () => {
  expect(split(['one\ntwo'], 5)).toStrictEqual(['one', 'two']);
  expect(split(['one\nlonger'], 5)).toStrictEqual(['one', 6]);
  expect(split(['one\n'], 5)).toStrictEqual(['one']);
});

test('does not grow while a gigabyte without a newline goes by', () => {
  const splitter = new LineSplitter(256 * 1024);
  const chunk = Buffer.alloc(64 * 1024, 'a');
  const chunks = 16_384;
  const before = process.memoryUsage();
  let most = 0;
  for (let index = 0; index < chunks; index += 1) {
    expect([...splitter.push(chunk)]).toHaveLength(0);
    if (index % 1_024 !== 0) continue;
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    most = Math.max(most, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers);
  }
  expect([...splitter.push(Buffer.from('\nok\n'))].map((line) => line.kind)).toStrictEqual(['too_long', 'line']);
  expect(most).toBeLessThan(256 * 1024 * 1024);
});
