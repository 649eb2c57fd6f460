import { fileURLToPath } from 'node:url';
import {
  connectClient,
  makeMachine,
  newRequest,
  openStage,
  rowCounts,
  testDatabase,
  type ServerProcess,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const machine = await makeMachine(database, 'supercargo_inventory', ['mara@acme']);

const ALL = [...stage.runtime.tools.keys()].join(', ');
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const host = (...narrowing: readonly string[]): ServerProcess =>
  machine.start(MAIN, ['stdio', '--as', 'mara@acme', ...narrowing]);

test(
  '--read-only: nothing can be asked for or withdrawn, and where a request stands can still be read',
  { timeout: 30_000 },
  async () => {
    const requestId = await newRequest({ ...INVENTORY, mayAskAll: 'mara' }, stage);
    const rows = await rowCounts(database);
    const server = host('--read-only');
    const client = await connectClient(server, '2026-07-28');
    expect(client.toolNames.filter((name) => /^(create|cancel|adjust|transfer|withdraw)_/.test(name))).toEqual([]);
    for (const name of ['create_reorder', 'withdraw_inventory_request']) {
      const { isError, texts } = await client.call(name, { request_id: requestId });
      expect(isError).toBe(true);
      expect(texts[0]).toContain('"code":"unknown_tool"');
      expect(texts[0]).not.toContain('withdraw_inventory_request,');
    }
    expect((await client.call('get_inventory_request', { request_id: requestId })).structured).toMatchObject({
      ...{ outcome: 'waiting', request_id: requestId },
    });
    expect(await client.readResource('inventory://warehouse/HAM-1/stock')).toContain('"warehouse":"HAM-1"');
    await client.close();
    expect((await server.ended).code).toBe(0);
    expect(await rowCounts(database)).toEqual(rows);
  },
);

test.each([
  ['a tool that does not exist', ['--tools', 'get_stock,create_order'], `there is no create_order; there are ${ALL}`],
  [
    'nothing left',
    ['--read-only', '--tools', 'create_reorder'],
    '--read-only leaves none of the tools that --tools names',
  ],
])('does not start with %s, and says what there is', { timeout: 30_000 }, async (_what, narrowing, said) => {
  const { code, stdout, stderr } = await host(...narrowing).ended;
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(said);
});
