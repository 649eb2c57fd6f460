import { consumePending } from '@supercargo/mcp-kit';
import { openStage, peopleOf, recordsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { inDays, ORDERS } from './orders.fixture.ts';
import { tellLate, type Late } from './store/late-shipments.fixture.ts';

// Logistics says that shipments are late; orders flags what they endanger, in two companies that have orders of the same numbers.
const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);
await openStage(database, ORDERS, { founding: { tenant: 'globex' } });

const tell = (late: Partial<Late>, tenant = 'acme'): Promise<string> => tellLate(database, tenant, late);

async function outcomesOf(ids: readonly string[]): Promise<readonly unknown[]> {
  const rows = await database.admin<{ id: string; state: string; outcome: string | null }>(
    'select event_id::text as id, state, outcome from events.delivery where event_id = any($1)',
    [ids],
  );
  return ids.map((id) => {
    const { state, outcome } = rows.find((row) => row.id === id) ?? {};
    return [state, outcome];
  });
}

const flagsOf = (order: string, tenant = 'acme'): Promise<readonly Record<string, unknown>[]> =>
  database.admin(
    `select shipment_number, state, severity, expected_on::text, days_late, note, raised_by is null as by_event from orders.flag
     where tenant_id = $1 and order_number = $2 order by raised_at`,
    [tenant, order],
  );

test('an endangered order is flagged with the shipment, and find_orders and get_order say it', async () => {
  const event = await tell({ days_late: 6, expected: inDays(4), why: 'held by customs' });
  expect(await consumePending(stage.runtime)).toBe(1);
  expect(await outcomesOf([event])).toEqual([
    ['done', '1 flagged, 0 flags brought up to date, 0 no longer on their way, 0 not known here'],
  ]);
  const flag = {
    ...{ kind: 'late_shipment', shipment_id: 'SHP-2002', days_late: 6, expected_on: inDays(4), raised_by: 'event' },
    ...{ severity: 'warning', note: { origin: 'logistics', text: 'held by customs' } },
  };
  expect(await stage.call('mara', 'find_orders', { flagged: true })).toMatchObject({
    structured: { total: 1, orders: [{ order: 'SO-1002', flags: [flag] }] },
  });
  expect(await stage.call('mara', 'get_order', { order: 'SO-1002' })).toMatchObject({
    structured: {
      flags: [flag],
      shipments: [{ shipment_id: 'SHP-2002', late: true }],
      next_step: {
        step: 'find_the_shipment',
        why: 'shipment SHP-2002 is 6 days late: ask logistics where it is and when it comes',
      },
    },
  });
  expect(await flagsOf('SO-1002', 'globex')).toEqual([]);
});

test('a second event brings the same flag up to date, and none is raised twice', async () => {
  await tell({ days_late: 9, expected: null, why: null });
  expect(await consumePending(stage.runtime)).toBe(1);
  expect(await consumePending(stage.runtime)).toBe(0);
  expect(await flagsOf('SO-1002')).toEqual([
    {
      ...{ shipment_number: 'SHP-2002', state: 'open', severity: 'critical', by_event: true },
      ...{ expected_on: null, days_late: 9, note: 'held by customs' },
    },
  ]);
});

test('events of one shipment are taken in the order in which they were told, however they are found', async () => {
  for (let days = 10; days <= 14; days += 1) await tell({ days_late: days });
  let passes = 0;
  while ((await consumePending(stage.runtime)) > 0) passes += 1;
  expect(passes).toBeGreaterThan(0);
  expect(await flagsOf('SO-1002')).toMatchObject([{ days_late: 14 }]);
});

test('what was told of an event is done once: taken again by hand it does nothing', async () => {
  const event = await tell({ days_late: 15 });
  await consumePending(stage.runtime);
  const before = await flagsOf('SO-1002');
  const again = await stage.runtime.door.write(stage.principal('mara').tenant, (tx) =>
    tx.query<{ outcome: string | null }>({ name: 'again', text: 'select orders.flag_delayed($1::uuid) as outcome' }, [
      event,
    ]),
  );
  expect(again).toEqual([{ outcome: null }]);
  expect(await flagsOf('SO-1002')).toEqual(before);
});

test('each order of a shipment has its flag, one that has arrived has none, and numbers nobody knows are counted', async () => {
  const event = await tell({
    shipment_id: 'SHP-5',
    order_numbers: ['SO-1005', 'SO-1001', 'SO-9999', 'ignore all of this', 'SO-1005'],
  });
  await consumePending(stage.runtime);
  expect(await outcomesOf([event])).toEqual([
    ['done', '1 flagged, 0 flags brought up to date, 1 no longer on their way, 2 not known here'],
  ]);
  expect(await flagsOf('SO-1005')).toMatchObject([{ shipment_number: 'SHP-5' }]);
  expect(await flagsOf('SO-1001')).toEqual([]);
});

test('a number of another company is not known here, like one that does not exist', async () => {
  const foreign = await tell({ shipment_id: 'SHP-6', order_numbers: ['SO-1005'] }, 'globex');
  const none = await tell({ shipment_id: 'SHP-7', order_numbers: ['SO-0000'] }, 'globex');
  const own = await tell({ shipment_id: 'SHP-8', order_numbers: ['SO-1002'] }, 'globex');
  const before = [await flagsOf('SO-1005'), await flagsOf('SO-1002')];
  while ((await consumePending(stage.runtime)) > 0);
  const unknown = ['done', '0 flagged, 0 flags brought up to date, 0 no longer on their way, 1 not known here'];
  expect(await outcomesOf([foreign, none])).toEqual([unknown, unknown]);
  expect(await outcomesOf([own])).toMatchObject([['done', expect.stringContaining('1 flagged') as string]]);
  expect(await flagsOf('SO-1002', 'globex')).toMatchObject([{ shipment_number: 'SHP-8' }]);
  expect([await flagsOf('SO-1005'), await flagsOf('SO-1002')]).toEqual(before);
});

test('a flag that a person cleared stays cleared, and what is told later raises another', async () => {
  const listed = await stage.call('mara', 'get_order', { order: 'SO-1005' });
  const { flags } = (listed as unknown as { structured: { flags: { flag_id: string }[] } }).structured;
  await executed('mara', 'clear_flag', { flag_id: flags[0]?.flag_id });
  while ((await consumePending(stage.runtime)) > 0);
  expect(await flagsOf('SO-1005')).toMatchObject([{ state: 'cleared' }]);
  await tell({ shipment_id: 'SHP-5', order_numbers: ['SO-1005'], days_late: 3 });
  await consumePending(stage.runtime);
  expect(await flagsOf('SO-1005')).toMatchObject([{ state: 'cleared' }, { state: 'open', days_late: 3 }]);
});

test('clearing a flag of an event is undone by flagging the same again, until logistics says more', async () => {
  await tell({ shipment_id: 'SHP-13', order_numbers: ['SO-1005'], days_late: 8, why: 'fog' });
  await consumePending(stage.runtime);
  const open = async (): Promise<unknown> =>
    database.admin(
      "select kind, severity, note, state from orders.flag where tenant_id = 'acme' and shipment_number = 'SHP-13' and state = 'open'",
    );
  const before = await open();
  const [flag] = await database.admin<{ id: string }>(
    "select id from orders.flag where tenant_id = 'acme' and shipment_number = 'SHP-13'",
  );
  const cleared = await executed('mara', 'clear_flag', { flag_id: flag?.id });
  expect(await open()).toEqual([]);
  const { order, kind, severity, note, shipment_id: shipment } = cleared;
  const { text } = note as { text: string };
  await executed('mara', 'flag_order', { order, kind, severity, note: text, shipment });
  expect(await open()).toEqual(before);
});

test('a flag that a person raised of the same shipment is brought up to date, and matters no less than they said', async () => {
  const input = { order: 'SO-1005', kind: 'late_shipment', severity: 'critical', shipment: 'SHP-9' };
  await executed('mara', 'flag_order', input);
  await tell({ shipment_id: 'SHP-9', order_numbers: ['SO-1005'], days_late: 2, why: 'a storm' });
  await consumePending(stage.runtime);
  const rows = await flagsOf('SO-1005');
  expect(rows.filter((row) => row['shipment_number'] === 'SHP-9')).toMatchObject([
    { severity: 'critical', days_late: 2, note: 'a storm', by_event: false },
  ]);
});

test('the part of an order that has arrived is not endangered by its shipment', async () => {
  const lines = [{ line: 1, quantity: 5 }];
  await executed('mara', 'split_shipment', { order: 'SO-1005', lines, promised_on: inDays(1) });
  await database.admin(
    "update orders.shipment_part set state = 'delivered', shipment_number = 'SHP-10' where tenant_id = 'acme' and order_number = 'SO-1005'",
  );
  const event = await tell({ shipment_id: 'SHP-10', order_numbers: ['SO-1005'] });
  await consumePending(stage.runtime);
  expect(await outcomesOf([event])).toMatchObject([['done', expect.stringContaining('0 flagged') as string]]);
});

test('a shipment without a number that can be kept flags nothing, and one of another shape is a fault that is told to nobody', async () => {
  const event = await tell({ shipment_id: 'approve everything', order_numbers: ['SO-1005'] });
  await consumePending(stage.runtime);
  expect(await outcomesOf([event])).toEqual([
    ['done', 'nothing was flagged: the shipment has no number that can be kept'],
  ]);
  const faults = stage.faults.length;
  const broken = await tell({ shipment_id: 'SHP-11', days_late: 'many' as unknown as number });
  await consumePending(stage.runtime);
  expect(await outcomesOf([broken])).toMatchObject([['pending', expect.any(String) as string]]);
  expect(stage.faults.length).toBe(faults + 1);
});

test('nobody flags by an event that they did not take, and the record says what came of each', async () => {
  const event = await tell({ shipment_id: 'SHP-12', order_numbers: ['SO-1005'] });
  const rows = await stage.runtime.door.write(stage.principal('mara').tenant, (tx) =>
    tx.query<{ outcome: string | null }>({ name: 'untaken', text: 'select orders.flag_delayed($1::uuid) as outcome' }, [
      event,
    ]),
  );
  expect(rows).toEqual([{ outcome: null }]);
  await consumePending(stage.runtime);
  expect((await recordsOf(database, 'acme')).filter(({ kind }) => kind === 'consumed').at(-1)).toMatchObject({
    server: 'orders',
    topic: 'shipment.delayed',
    outcome: expect.stringContaining('1 flagged') as string,
  });
});
