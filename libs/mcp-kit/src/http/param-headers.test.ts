import { ok } from '@supercargo/kernel';
import { modernRequest, openHttpStage, openStage, testDatabase } from '@supercargo/testing';
import * as z from 'zod';
import { afterAll, expect, test } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';
import { defineReadTool } from '../tool.ts';
import { decodedHeader } from './param-headers.ts';

/** A tool two of whose arguments a gateway may decide upon. */
const routed = defineReadTool({
  name: 'routed',
  title: 'Routed',
  description: 'Says which region it was for.',
  scopes: ['inventory:read'],
  input: z.strictObject({
    region: z.string().max(40).meta({ 'x-mcp-header': 'Region' }).optional(),
    place: z.strictObject({ shelf: z.int().meta({ 'x-mcp-header': 'Shelf' }) }).optional(),
  }),
  output: z.strictObject({ region: z.string().nullable() }),
  read: async ({ region }) => ok({ region: region ?? null }),
});
const ROUTED = { ...ECHO, definition: { ...ECHO.definition, tools: [routed] } };
const http = await openHttpStage(await openStage(await testDatabase(), ROUTED));
afterAll(() => http.close());

const base64 = (text: string): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;
const ask = async (args: object, headers: Record<string, string>): Promise<Response> =>
  http.post(modernRequest('tools/call', { name: 'routed', arguments: args }), headers);

test.each<readonly [string, object, Record<string, string>]>([
  ['says the same', { region: 'north' }, { 'mcp-param-region': 'north' }],
  ['says the same in code', { region: 'north' }, { 'mcp-param-region': base64('north') }],
  ['says what no header could hold', { region: 'Ålesund' }, { 'mcp-param-region': base64('Ålesund') }],
  ['looks like code and is none', { region: '=?base64?bm9ydGg=' }, { 'mcp-param-region': '=?base64?bm9ydGg=' }],
  ['says the number further in', { place: { shelf: 42 } }, { 'mcp-param-shelf': '42' }],
  ['is not there for what is not there', {}, {}],
])('a header that %s is taken', async (_what, args, headers) => {
  const response = await ask(args, headers);
  expect(response.status).toBe(200);
  const region = 'region' in args ? args.region : null;
  expect(await response.json()).toMatchObject({ result: { structuredContent: { region } } });
});

test.each<readonly [string, object, Record<string, string>]>([
  ['says something else', { region: 'north' }, { 'mcp-param-region': 'south' }],
  ['says it in capitals', { region: 'north' }, { 'mcp-param-region': 'NORTH' }],
  ['is missing', { region: 'north' }, {}],
  ['is of another argument', { region: 'north' }, { 'mcp-param-region': 'north', 'mcp-param-shelf': '1' }],
  ['names what the body does not have', {}, { 'mcp-param-region': 'north' }],
  ['is no code though it says so', { region: 'north' }, { 'mcp-param-region': '=?base64?bm9ydG?=' }],
  ['is code of no text', { region: 'north' }, { 'mcp-param-region': '=?base64?/w==?=' }],
  ['says another number further in', { place: { shelf: 42 } }, { 'mcp-param-shelf': '43' }],
  ['no tool repeats', {}, { 'mcp-param-colour': 'red' }],
])('a header that %s is refused before the tool, and recorded', async (_what, args, headers) => {
  const before = (await http.records()).length;
  const response = await ask(args, headers);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: { code: -32_020 } });
  expect((await http.records()).slice(before)).toMatchObject([{ kind: 'protocol', code: 'header_mismatch' }]);
});

test.each([
  ['', ''],
  ['=?base64??=', ''],
  ['=?BASE64?bm9ydGg=?=', '=?BASE64?bm9ydGg=?='],
  ['=?base64?bm9ydGg?=', undefined],
  ['=?base64?bm9ydGh=?=', undefined],
  ['=?base64?bm9y dGg=?=', undefined],
])('%j says %j', (header, said) => {
  expect(decodedHeader(header)).toBe(said);
});
