import { csvImports, csvOf, foundTenant, openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import { LINES, LOGISTICS_CSV } from './import/csv/csv-file.fixture.ts';
import { inDays, LOGISTICS, newReroute } from './logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const { executed } = peopleOf(stage);
const files = await csvImports(database.door('supercargo_importer'), LOGISTICS_CSV);
afterAll(files.remove);

interface Told {
  readonly key: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly chain: readonly string[];
}

async function told(tenant = 'acme'): Promise<readonly Told[]> {
  const rows = await database.admin<{ key: string; payload: string; chain: string[] }>(
    `select key, payload, chain from events.outbox where tenant_id = $1 and topic = 'shipment.delayed' order by published_at, key`,
    [tenant],
  );
  return rows.map(({ key, payload, chain }) => ({
    key,
    chain,
    payload: JSON.parse(payload) as Record<string, unknown>,
  }));
}

test('what is late when it is loaded, or expected late, is told once, with its orders and why', async () => {
  const all = await told();
  expect(all.map(({ key }) => key).sort()).toEqual(['SHP-2002', 'SHP-2003', 'SHP-2007', 'SHP-2008']);
  expect(all.find(({ key }) => key === 'SHP-2002')).toEqual({
    ...{ key: 'SHP-2002', chain: [] },
    payload: {
      ...{ shipment_id: 'SHP-2002', order_numbers: ['SO-1002'], promised: inDays(-6), expected: null, days_late: 6 },
      why: 'customs_hold',
    },
  });
  expect(all.find(({ key }) => key === 'SHP-2007')?.payload).toMatchObject({
    expected: inDays(14),
    days_late: 4,
    why: 'delayed',
  });
  expect(all.find(({ key }) => key === 'SHP-2008')?.payload).toMatchObject({ days_late: 1, why: null });
});

test('a reroute that arrives late all the same tells the new day, in the name of who asked', async () => {
  const { reroute_id: id } = await newReroute(stage, 'mara');
  const since = (await told()).filter(({ key }) => key === 'SHP-2002');
  expect(since).toHaveLength(2);
  expect(since[1]).toMatchObject({ chain: ['mara'], payload: { expected: inDays(2), days_late: 8 } });
  await executed('mara', 'cancel_reroute', { reroute_id: id });
  expect((await told()).filter(({ key }) => key === 'SHP-2002')[2]).toMatchObject({
    payload: { expected: null, days_late: 6 },
  });
});

test('a file that makes a shipment late tells it with its orders, which the same file does not bring, and once for each promise', async () => {
  const tenant = await foundTenant(database, { tenant: 'files' });
  await files.fill(tenant, 'drivers');
  const line = { ...LINES.shipments, promised_on: inDays(3), eta_on: inDays(3) };
  const bring = (change: Readonly<Record<string, string>>): Promise<unknown> =>
    files.import(tenant, 'shipments', csvOf([{ ...line, ...change }]));
  await bring({});
  await files.import(tenant, 'shipment_lines', csvOf([LINES.shipment_lines]));
  expect(await told('files')).toEqual([]);
  await bring({ eta_on: inDays(5) });
  expect(await told('files')).toMatchObject([{ key: 'ASN-1', payload: { order_numbers: ['PO-7'], days_late: 2 } }]);
  await bring({ eta_on: inDays(6) });
  expect(await told('files')).toHaveLength(1);
  await bring({ eta_on: inDays(6), promised_on: inDays(4) });
  expect(await told('files')).toMatchObject([{}, { payload: { promised: inDays(4), days_late: 2 } }]);
  await bring({ promised_on: inDays(-3), eta_on: '', state: 'delivered', delivered_on: inDays(-1) });
  expect(await told('files')).toHaveLength(2);
});

test('a transaction that is undone tells nothing', async () => {
  const before = (await told()).length;
  const door = database.door('supercargo_importer');
  const undone = door.write(stage.principal('mara').tenant, async (tx) => {
    await tx.query({
      name: 'undone',
      text: `insert into logistics.shipment (tenant_id, id, flow, promised_on) values (app.tenant(), 'SHP-U', 'inbound', '2026-01-01')`,
    });
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await told()).toHaveLength(before);
});

test('a login that is no importer writes no shipment, so it tells of none', async () => {
  const door = database.door('supercargo_logistics');
  const forged = door.write(stage.principal('mara').tenant, (tx) =>
    tx.query({ name: 'forged', text: `select logistics.tell_delay('SHP-2006', null)` }),
  );
  await expect(forged).rejects.toThrow('permission denied');
  expect(stage.faults).toEqual([]);
});
