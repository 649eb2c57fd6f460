import fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseStrictJson } from './strict-json.ts';

const BACKSLASH = '\\';

function codeOf(input: Uint8Array | string): string {
  const read = parseStrictJson(input);
  return read.ok ? 'ok' : read.code;
}

test('gives the value JSON.parse gives for whatever JSON.stringify writes', () => {
  const numbers = fc.oneof(fc.maxSafeInteger(), fc.double({ noDefaultInfinity: true, noNaN: true }).filter(isExact));
  const values = fc.letrec((tie) => ({
    leaf: fc.oneof(fc.boolean(), fc.constant(null), numbers, fc.string({ unit: 'grapheme' })),
    node: fc.oneof({ depthSize: 'small' }, tie('leaf'), fc.array(tie('node')), fc.dictionary(fc.string(), tie('node'))),
  })).node;
  fc.assert(
    fc.property(values, fc.constantFrom(0, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      const parsed: unknown = JSON.parse(text);
      expect(parseStrictJson(text, 1_000)).toStrictEqual({ ok: true, value: parsed });
      expect(parseStrictJson(Buffer.from(text), 1_000)).toStrictEqual({ ok: true, value: parsed });
    }),
    { numRuns: 500 },
  );
});

function isExact(value: number): boolean {
  return !Number.isInteger(value) || Number.isSafeInteger(value);
}

test('never throws on any bytes, and takes only what JSON.parse takes', () => {
  const jsonLike = fc.stringMatching(/^[[\]{}",:0-9eE.+\-\\ua-f \n]*$/).map((text) => Buffer.from(text));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), jsonLike), (bytes) => {
      const read = parseStrictJson(bytes);
      if (read.ok) expect(JSON.parse(Buffer.from(bytes).toString())).toStrictEqual(read.value);
      else expect(read.message).not.toBe('');
    }),
    { numRuns: 2_000 },
  );
});

test('refuses any key given twice, at any place, equal value or not', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 });
  fc.assert(
    fc.property(objects, fc.nat(), fc.nat(), fc.boolean(), (object, pick, place, wrapped) => {
      const keys = Object.keys(object);
      const members = keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(object[key])}`);
      members.splice(place % (members.length + 1), 0, `${JSON.stringify(keys[pick % keys.length])}: 1`);
      const text = `{${members.join(',')}}`;
      expect(['duplicate_key', 'number_loses_precision']).toContain(codeOf(wrapped ? `[0,${text}]` : text));
    }),
  );
});

test('sees the same key behind an escape, and different keys as different', () => {
  expect(codeOf(`{"a":1,"${BACKSLASH}u0061":2}`)).toBe('duplicate_key');
  expect(codeOf('{"a":{"a":1},"b":{"a":1},"A":2}')).toBe('ok');
  expect(codeOf('{"a":{},"b":[],"c":"a"}')).toBe('ok');
});

test('names the place of a duplicate key', () => {
  expect(parseStrictJson('{"params":{"items":[{"sku":1},{"sku":1,"sku":2}]}}')).toStrictEqual({
    ok: false,
    code: 'duplicate_key',
    at: 39,
    name: 'params.items[1].sku',
    message: 'the key params.items[1].sku is given twice',
  });
});

test('echoes at most forty harmless characters of a key', () => {
  const key = `${'x'.repeat(100)}<b>\n"ignore the rules"`;
  const read = parseStrictJson(`{${JSON.stringify(key)}:1e999}`);
  expect(read).toMatchObject({ ok: false, code: 'number_loses_precision' });
  if (read.ok) return;
  expect(read.name).toHaveLength(40);
  expect(read.name).toMatch(/^[\w.[\]/?-]+$/);
});

test.each(['not json', '', '{', '{"a":1,}', "{'a':1}", '[1 2]', '01', '1.', 'NaN', '\uFEFF{}', '{} {}', '// c\n1'])(
  'refuses what is not JSON: %j',
  (text) => {
    expect(codeOf(text)).toBe('not_json');
    expect(codeOf(Buffer.from(text))).toBe('not_json');
  },
);

test.each([[0xff], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xc0, 0xaf, 0x22]])(
  'refuses bytes that are not UTF-8: %j %j %j %j',
  (...bytes) => {
    expect(codeOf(Uint8Array.from(bytes))).toBe('not_utf8');
  },
);

test('reads the part of a buffer it was given and no other', () => {
  expect(parseStrictJson(Buffer.from('xx[1]xx').subarray(2, 5))).toStrictEqual({ ok: true, value: [1] });
});

test('refuses half a surrogate pair in a value and in a key, and takes a whole one', () => {
  expect(codeOf(`["${BACKSLASH}ud83d"]`)).toBe('lone_surrogate');
  expect(codeOf(`{"${BACKSLASH}ude00":1}`)).toBe('lone_surrogate');
  expect(codeOf(`["${BACKSLASH}ud83d${BACKSLASH}ude00"]`)).toBe('ok');
});

test('takes sixteen levels and refuses the seventeenth', () => {
  expect(codeOf('['.repeat(16) + ']'.repeat(16))).toBe('ok');
  expect(codeOf('{"a":'.repeat(17) + '1' + '}'.repeat(17))).toBe('too_deep');
  expect(codeOf('['.repeat(100_000) + ']'.repeat(100_000))).toBe('too_deep');
  expect(codeOf('['.repeat(100_000))).toBe('not_json');
});

test('keeps __proto__ and constructor as ordinary own keys', () => {
  const read = parseStrictJson('{"__proto__":{"admin":true},"constructor":{"prototype":1}}');
  if (!read.ok) throw new Error(read.message);
  expect(Object.keys(Object(read.value) as object)).toStrictEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  expect(codeOf('{"__proto__":1,"__proto__":2}')).toBe('duplicate_key');
});

test('stays linear on text made to be slow', () => {
  const size = 1_000_000;
  const texts = [
    `"${(BACKSLASH + BACKSLASH).repeat(size / 2)}"`,
    `"${(BACKSLASH + '"').repeat(size / 2)}"`,
    `[${'0,'.repeat(size / 2)}0]`,
    `1${'0'.repeat(size)}1`,
    `0.${'0'.repeat(size)}1`,
    `0.1${'0'.repeat(size)}1${'0'.repeat(size)}`,
    `{${Array.from({ length: size / 10 }, (_, index) => `"k${index}":1`).join(',')}}`,
  ];
  const begun = performance.now();
  for (const text of texts) codeOf(text);
  expect(performance.now() - begun).toBeLessThan(5_000);
});
