import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  connectHttp,
  makeMachine,
  modernMeta,
  openStage,
  rawLines,
  testDatabase,
  tokenMint,
} from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { deskOf, openDesk } from '../events/store/desk.fixture.ts';

const RESOURCE = 'http://127.0.0.1:8090/mcp';
const CONSOLE = 'http://127.0.0.1:4300';
const SHOWS = { url: {} } as const;
const WRITE = ['payments:refund'] as const;

const database = await testDatabase();
const trade = { definition: deskOf(), login: 'supercargo_payments', load: async () => openDesk(database) } as const;
const rule = { server: 'payments', tool: 'issue_refund', over_minor: -1, currency: 'EUR', quorum: 1 } as const;
await openStage(database, trade, { founding: { rules: [{ ...rule, tier: 'person' }] } });
const machine = await makeMachine(database, 'supercargo_payments', ['felix@acme']);
const mint = await tokenMint({ audience: RESOURCE, claims: { scope: WRITE.join(' '), person: 'felix' } });
const folder = mkdtempSync(join(tmpdir(), 'links-'));
afterAll(async () => {
  await mint.close();
  rmSync(folder, { recursive: true });
});

const PROGRAM = fileURLToPath(new URL('links-process.fixture.ts', import.meta.url));
const pageOf = (id: unknown): string => `${CONSOLE}/requests/${String(id)}`;

function start(mode: 'stdio' | 'http', more: Readonly<Record<string, string>>): ReturnType<typeof machine.start> {
  if (mode === 'stdio') return machine.start(PROGRAM, ['stdio', '--as', 'felix@acme'], more);
  const path = join(folder, 'auth.json');
  const auth = { resource: RESOURCE, baselineScope: WRITE[0], scopesSupported: WRITE, development: true };
  writeFileSync(path, JSON.stringify({ ...auth, issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri }] }));
  const http = { SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: path };
  return machine.start(PROGRAM, ['http', '--port', '0'], { ...http, ...more });
}

test('a program on stdio that is told of the console sends its host there', async () => {
  const raw = rawLines(start('stdio', { SUPERCARGO_CONSOLE_URL: CONSOLE }));
  const _meta = modernMeta({ elicitation: SHOWS });
  const call = { name: 'issue_refund', arguments: { return_id: 'RMA-1' }, _meta };
  const { result } = await raw.ask('tools/call', call);
  expect(result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { approval: { params: { mode: 'url', url: pageOf(result?.['requestState']) } } },
  });
  const get = { name: 'get_payments_request', arguments: { request_id: result?.['requestState'] } };
  const { structuredContent } = (await raw.ask('tools/call', get)).result ?? {};
  expect(structuredContent).toMatchObject({ outcome: 'waiting' });
  expect(JSON.stringify(structuredContent)).toContain(pageOf(result?.['requestState']));
});

test('a program over HTTP that is told of the console sends its host there', async () => {
  const server = start('http', { SUPERCARGO_CONSOLE_URL: CONSOLE });
  const port = await vi.waitFor(() => {
    const found = /"port":(\d+)/.exec(server.said())?.[1];
    expect(found, server.said()).toBeDefined();
    return found ?? '';
  }, 20_000);
  const shown: unknown[] = [];
  const showing = async (_message: string, asked?: object): Promise<unknown> => {
    shown.push(asked);
    return { action: 'accept' };
  };
  const client = await connectHttp(`http://127.0.0.1:${port}/mcp`, await mint.mint(), '2026-07-28', showing, SHOWS);
  const { structured } = await client.call('issue_refund', { return_id: 'RMA-2' });
  await client.close();
  expect(structured).toMatchObject({ outcome: 'waiting' });
  expect(shown).toMatchObject([{ mode: 'url', url: pageOf(structured?.['request_id']) }]);
});

test('a program without a console asks nobody', async () => {
  const raw = rawLines(start('stdio', {}));
  const _meta = modernMeta({ elicitation: SHOWS });
  const { result } = await raw.ask('tools/call', {
    ...{ name: 'issue_refund', arguments: { return_id: 'RMA-3' }, _meta },
  });
  expect(result).toMatchObject({ structuredContent: { outcome: 'waiting' } });
  expect(JSON.stringify(result)).not.toContain(CONSOLE);
});

test.each(['stdio', 'http'] as const)('%s does not start with a console in the clear elsewhere', async (mode) => {
  const { code, stdout, stderr } = await start(mode, { SUPERCARGO_CONSOLE_URL: 'http://console.example' }).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(
    'SUPERCARGO_CONSOLE_URL is not accepted; accepted: the origin of the console, such as https://',
  );
  expect(stderr).not.toContain('http://console.example');
});
