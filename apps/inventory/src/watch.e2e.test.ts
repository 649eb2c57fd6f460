import { fileURLToPath } from 'node:url';
import { CLIENTS, connectClient, makeMachine, openStage, testDatabase } from '@supercargo/testing';
import { expect, test, vi } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const importer = database.door('supercargo_importer');
const { tenant } = stage.principal('mara');
const machine = await makeMachine(database, 'supercargo_inventory', ['mara@acme']);
const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

const HAMBURG = 'inventory://warehouse/HAM-1/stock';
const ROTTERDAM = 'inventory://warehouse/RTM-1/stock';

/** As the warehouse system's next file would. */
async function recount(warehouse: string): Promise<void> {
  await importer.write(tenant, (tx) =>
    tx.query(
      {
        name: 'recount',
        text: "update inventory.stock set on_hand = on_hand + 1 where warehouse_id = $1 and sku = 'COF-1KG'",
      },
      [warehouse],
    ),
  );
}

test.each(CLIENTS)(
  '%s: a server tells of stock that changed, of no other, and ends at the end of input however much is watched',
  { timeout: 30_000 },
  async (kind) => {
    const server = machine.start(MAIN, ['stdio', '--as', 'mara@acme'], { SUPERCARGO_WATCH_MS: '20' });
    const client = await connectClient(server, kind);
    await client.subscribe(HAMBURG);
    await recount('RTM-1');
    await recount('HAM-1');
    await vi.waitFor(() => {
      expect(client.changed).toEqual([HAMBURG]);
    }, 5_000);
    await client.subscribe(ROTTERDAM);
    await recount('RTM-1');
    await vi.waitFor(() => {
      expect(client.changed).toEqual([HAMBURG, ROTTERDAM]);
    }, 5_000);
    const start = performance.now();
    server.stdin.end();
    const { code, stdout, stderr } = await server.ended;
    expect(performance.now() - start).toBeLessThan(3_000);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const told = stdout.split('\n').filter((line) => line.includes('notifications/resources/updated'));
    for (const line of told) expect(line).not.toMatch(/COF|on_hand|acme/);
    expect(told.length).toBeGreaterThan(1);
  },
);
