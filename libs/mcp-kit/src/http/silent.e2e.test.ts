import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectHttp, makeMachine, openRelay, openStage, testDatabase, tokenMint } from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { ECHO } from '../echo-trade.fixture.ts';

const RESOURCE = 'http://127.0.0.1:8090/mcp';
const database = await testDatabase();
await openStage(database, ECHO);
const machine = await makeMachine(database, 'supercargo_inventory', []);
const relay = await openRelay(database.config('supercargo_inventory'));
const mint = await tokenMint({ audience: RESOURCE, claims: { scope: 'inventory:read' } });
const folder = mkdtempSync(join(tmpdir(), 'http-'));
afterAll(async () => {
  relay.close();
  await mint.close();
  rmSync(folder, { recursive: true });
});

function authFile(): string {
  const path = join(folder, 'auth.json');
  const scopes = { baselineScope: 'inventory:read', scopesSupported: ['inventory:read'] };
  const issuers = [{ issuer: mint.issuer, jwksUri: mint.jwksUri }];
  writeFileSync(path, JSON.stringify({ resource: RESOURCE, ...scopes, development: true, issuers }));
  return path;
}

test(
  'beside a database that says nothing a server says that it is not ready, answers nothing, and ends when it is told to',
  { timeout: 60_000 },
  async () => {
    const server = machine.start(
      fileURLToPath(new URL('echo-process.fixture.ts', import.meta.url)),
      ['http', '--port', '0'],
      {
        ...{ SUPERCARGO_PROFILE: 'internal', SUPERCARGO_AUTH_FILE: authFile() },
        DATABASE_URL: `postgresql://127.0.0.1:${relay.port.toString()}/${database.name}`,
      },
    );
    const port = await vi.waitFor(() => {
      const found = /"port":(\d+)/.exec(server.said())?.[1];
      expect(found, server.said()).toBeDefined();
      return found ?? '';
    }, 20_000);
    const readiness = async (): Promise<unknown> => {
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    await expect.poll(readiness, { timeout: 10_000 }).toEqual({ status: 200, ready: true, unmet: [] });
    const client = await connectHttp(`http://127.0.0.1:${port}/mcp`, await mint.mint(), '2026-07-28');
    await client.call('echo', { text: 'before', wait_ms: 0 });

    relay.keepAnswersAfter('policy_standing');
    const answered = client.call('echo', { text: 'silent', wait_ms: 0 }).then(
      () => 'answered',
      () => 'not answered',
    );
    await vi.waitFor(() => {
      expect(relay.isKeeping()).toBe(true);
    });
    // What was seen is said for a second; then it takes as long as the look may take.
    await expect.poll(readiness, { timeout: 8_000 }).toEqual({ status: 503, ready: false, unmet: ['database'] });

    const toldAt = performance.now();
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0 });
    expect(performance.now() - toldAt).toBeLessThan(25_000);
    expect(await answered).toBe('not answered');
  },
);
