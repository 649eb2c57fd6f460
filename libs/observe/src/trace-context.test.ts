import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTraceparent, traceOf } from './trace-context.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';
const GOOD = `00-${TRACE}-${PARENT}-01`;
const OTHER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`;

test('a traceparent is read', () => {
  expect(readTraceparent(GOOD)).toEqual({ traceId: TRACE, parentId: PARENT, isSampled: true });
  expect(readTraceparent(OTHER)).toMatchObject({ isSampled: false });
  expect(readTraceparent(`01-${TRACE}-${PARENT}-03`)).toMatchObject({ traceId: TRACE, isSampled: true });
});

test.each<readonly [string, unknown]>([
  ['nothing', undefined],
  ['no text', 1],
  ['a list', [GOOD]],
  ['an object', { toString: () => GOOD }],
  ['no characters', ''],
  ['one character less', GOOD.slice(1)],
  ['one character more', `${GOOD}0`],
  ['a later version with more to say', `01-${TRACE}-${PARENT}-01-more`],
  ['ten thousand characters', GOOD.padEnd(10_000, '0')],
  ['two, as a header sent twice arrives', `${GOOD}, ${OTHER}`],
  ['another line after it', `${GOOD.slice(0, -1)}\n`],
  ['a line that it begins with', `\r\n${GOOD.slice(2)}`],
  ['a line in its middle', GOOD.replace('-', '\n')],
  ['big letters', GOOD.toUpperCase()],
  ['a trace of zeros', GOOD.replace(TRACE, '0'.repeat(32))],
  ['a parent of zeros', GOOD.replace(PARENT, '0'.repeat(16))],
  ['the version that is none', GOOD.replace('00-', 'ff-')],
  ['what are no hexadecimal digits', GOOD.replace('4bf9', 'gggg')],
  ['digits of another script', GOOD.replace('4bf9', '٤bf9')],
  ['markup', `<script>${'x'.repeat(47)}`],
])('%s is no traceparent, and no error', (_what, value) => {
  expect(readTraceparent(value)).toBeUndefined();
  expect(traceOf(value, undefined)).toMatchObject({ parentId: undefined, isSampled: true });
});

test('whatever it is, what is kept of it is an id of 32 hexadecimal digits', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string({ minLength: 55, maxLength: 55 }), fc.constant(GOOD)), (value) => {
      expect(traceOf(value, value).traceId).toMatch(/^[0-9a-f]{32}$/);
    }),
  );
});

test('the _meta goes before the header, a good header before a broken _meta, and a new trace is another each time', () => {
  expect(traceOf(GOOD, OTHER).traceId).toBe(TRACE);
  expect(traceOf(`${GOOD} `, OTHER).traceId).toBe('a'.repeat(32));
  const ids = Array.from({ length: 100 }, () => traceOf(undefined, undefined).traceId);
  expect(new Set(ids).size).toBe(100);
});
