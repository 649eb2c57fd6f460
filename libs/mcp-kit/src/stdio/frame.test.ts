import { expect, test } from 'vitest';

import type { Frame } from './frame.ts';
import { readFrame } from './frame.ts';

const REQUEST = { jsonrpc: '2.0', id: 7, method: 'tools/list', params: {} };

function read(value: unknown): Frame {
  return readFrame(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
}

function said(value: unknown): unknown {
  const frame = read(value);
  return frame.kind === 'refused' ? [frame.code, frame.jsonRpcCode, frame.id] : frame.kind;
}

test('reads a request, a notification and both kinds of response', () => {
  expect(said(REQUEST)).toBe('request');
  expect(said(`${JSON.stringify(REQUEST)}\r`)).toBe('request');
  expect(said({ jsonrpc: '2.0', method: 'notifications/initialized' })).toBe('notification');
  expect(said({ jsonrpc: '2.0', id: 0, result: {} })).toBe('response');
  expect(said({ jsonrpc: '2.0', id: 'a', error: { code: -1, message: 'no' } })).toBe('response');
});

test('answers what is not JSON, or not UTF-8, as a parse error without an id', () => {
  expect(said('{"jsonrpc":"2.0","id":7,')).toStrictEqual(['not_json', -32_700, null]);
  expect(said('hello')).toStrictEqual(['not_json', -32_700, null]);
  const frame = readFrame(Uint8Array.from([0x22, 0xff, 0x22]));
  expect(frame).toMatchObject({ code: 'not_utf8', jsonRpcCode: -32_700, id: null });
});

test('refuses batches and whatever is not an object, without an id', () => {
  expect(said([REQUEST])).toStrictEqual(['batch', -32_600, null]);
  expect(said([])).toStrictEqual(['batch', -32_600, null]);
  for (const value of [null, 1, true, '"text"']) expect(said(value)).toStrictEqual(['not_an_object', -32_600, null]);
});

test('answers a duplicate key with the id when it is there once', () => {
  const twice = '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"a":1,"a":1}}';
  expect(said(twice)).toStrictEqual(['duplicate_key', -32_600, 7]);
  expect(read(twice)).toMatchObject({ method: 'tools/call', message: expect.stringContaining('params.a') as string });
  expect(said(twice.replace('7', '"seven"'))).toStrictEqual(['duplicate_key', -32_600, 'seven']);
});

test('answers without an id when the id is in doubt', () => {
  const rest = '"method":"tools/call","params":{"a":1,"a":1}}';
  expect(said(`{"jsonrpc":"2.0","id":7,"id":8,${rest}`)).toStrictEqual(['duplicate_key', -32_600, null]);
  expect(said(`{"jsonrpc":"2.0","id":7,"\\u0069d":7,${rest}`)).toStrictEqual(['duplicate_key', -32_600, null]);
  expect(said(`{"jsonrpc":"2.0","id":9007199254740993,${rest}`)).toStrictEqual([
    'number_loses_precision',
    -32_600,
    null,
  ]);
  expect(said(`{"jsonrpc":"2.0","id":{"x":1},${rest}`)).toStrictEqual(['duplicate_key', -32_600, null]);
  expect(said(`[{"jsonrpc":"2.0","id":7,${rest}]`)).toStrictEqual(['duplicate_key', -32_600, null]);
});

test('names a number that loses precision, text that is not Unicode, and depth', () => {
  const call = (value: string): string => `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"q":${value}}}`;
  expect(said(call('1e999'))).toStrictEqual(['number_loses_precision', -32_600, 7]);
  expect(said(call('"\\ud800"'))).toStrictEqual(['lone_surrogate', -32_600, 7]);
  expect(said(call('['.repeat(20) + ']'.repeat(20)))).toStrictEqual(['too_deep', -32_600, 7]);
});

test.each([
  ['wrong_jsonrpc', { jsonrpc: '1.0' }, 7],
  ['wrong_jsonrpc', { jsonrpc: undefined }, 7],
  ['bad_id', { id: null }, null],
  ['bad_id', { id: 1.5 }, null],
  ['bad_id', { id: 'x'.repeat(257) }, null],
  ['bad_id', { id: { a: 1 } }, null],
  ['bad_method', { method: 5 }, 7],
  ['bad_method', { method: '' }, 7],
  ['bad_method', { method: undefined }, 7],
  ['bad_method', { method: 'm'.repeat(257) }, 7],
  ['bad_message', { extra: 1 }, 7],
  ['bad_message', { result: {} }, 7],
])('refuses a request with %s: %j', (code, change, id) => {
  expect(said({ ...REQUEST, ...change })).toStrictEqual([code, -32_600, id]);
});

test.each([{ params: [1] }, { params: 'x' }, { params: null }, { params: { _meta: 's' } }])(
  'answers params the SDK would not understand as invalid params: %j',
  (change) => {
    expect(said({ ...REQUEST, ...change })).toStrictEqual(['bad_params', -32_602, 7]);
  },
);

test('does not answer a notification with bad params', () => {
  expect(read({ jsonrpc: '2.0', method: 'notifications/x', params: [] })).toMatchObject({ answered: false });
});

test('never gives the id of a response back in an error', () => {
  const responses = [
    { jsonrpc: '2.0', id: 7, result: null },
    { jsonrpc: '2.0', id: 7, result: {}, error: { code: 1, message: '' } },
    { jsonrpc: '2.0', id: 7.5, result: {} },
    { jsonrpc: '1.0', id: 7, result: {} },
  ];
  for (const response of responses) expect(read(response)).toMatchObject({ kind: 'refused', id: null });
});

test('does not answer an error that names no request, so that two peers cannot complain for ever', () => {
  expect(said({ jsonrpc: '2.0', id: null, error: { code: -32_700, message: 'what?' } })).toBe('complaint');
  expect(said({ jsonrpc: '2.0', error: { code: -32_700, message: 'what?' } })).toBe('complaint');
});
