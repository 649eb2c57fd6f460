import { openStage, peopleOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { LOGISTICS, tracked } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const { executed, asked, approve, worked } = peopleOf(stage);
const driverOf = async (shipment: string): Promise<unknown> => (await tracked(stage, shipment, 'mara'))['driver'];

test('plans: nobody is assigned by the call, and the card says who, where to and what they have', async () => {
  expect(await stage.call('mara', 'assign_driver', { shipment: 'SHP-2002', driver: 'DRV-11' })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: 'Let Lucia Moretti bring shipment SHP-2002.',
        changes: [{ what: 'Driver of SHP-2002', before: 'nobody', after: 'Lucia Moretti' }],
        facts: [
          { fact: 'Goes to', value: 'DEHAM' },
          { fact: 'The driver works in', value: 'The Alps and the south' },
          { fact: 'The driver has so far', value: '1 shipment' },
        ],
        undo: 'assign_driver assigns none again until it is delivered',
      },
    },
  });
  expect(await driverOf('SHP-2002')).toBeNull();
});

test('one driver after another, and none: each once, and who brought it before is kept', async () => {
  expect(await executed('mara', 'assign_driver', { shipment: 'SHP-2002', driver: 'DRV-01' })).toMatchObject({
    ...{ shipment_id: 'SHP-2002', driver: 'DRV-01', driver_before: 'none', driver_name: { text: 'Anneke Visser' } },
  });
  expect(await executed('mara', 'assign_driver', { shipment: 'SHP-2002', driver: 'DRV-02' })).toMatchObject({
    ...{ driver: 'DRV-02', driver_before: 'DRV-01' },
  });
  expect(await executed('mara', 'assign_driver', { shipment: 'SHP-2002', driver: 'none' })).toMatchObject({
    ...{ driver: 'none', driver_before: 'DRV-02', driver_name: null },
  });
  expect(await driverOf('SHP-2002')).toBeNull();
  const rows = await database.admin(
    `select driver_id, ended_at is not null as ended, assigned_by is not null and ended_by is not null as told from logistics.assignment
     where tenant_id = 'acme' and shipment_id = 'SHP-2002' order by assigned_at`,
  );
  expect(rows).toEqual([
    { driver_id: 'DRV-01', ended: true, told: true },
    { driver_id: 'DRV-02', ended: true, told: true },
  ]);
});

test.each([
  [{ shipment: 'SHP-9999' }, 'shipment', 'unknown_shipment'],
  [{ shipment: 'SHP-2001' }, 'shipment', 'not_open'],
  [{ driver: 'DRV-99' }, 'driver', 'unknown_driver'],
  [{ driver: 'DRV-03' }, 'driver', 'off_duty'],
  [{ driver: 'DRV-11' }, 'driver', 'same_driver'],
  [{ shipment: 'SHP-2007', driver: 'none' }, 'driver', 'same_driver'],
])('refuses %j, names the field, says what is accepted and writes nothing', async (change, field, code) => {
  const rows = await rowCounts(database);
  const outcome = await stage.call('mara', 'assign_driver', { shipment: 'SHP-2006', driver: 'DRV-12', ...change });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { field, code } });
  expect(outcome.kind === 'refused' && outcome.refusal.accepted).toBeTruthy();
  expect(await rowCounts(database)).toEqual(rows);
});

test('of two who ask at once for one shipment the second is told that it has a driver', async () => {
  const ids = [
    await asked('mara', 'assign_driver', { shipment: 'SHP-2003', driver: 'DRV-01' }),
    await asked('mo', 'assign_driver', { shipment: 'SHP-2003', driver: 'DRV-02' }),
  ];
  for (const id of ids) expect(await approve(id, 'felix')).toBeNull();
  const ends = await Promise.all(ids.map(worked));
  expect(ends.map(({ state }) => state).sort()).toEqual(['executed', 'invalidated']);
  expect(ends.find(({ state }) => state === 'invalidated')?.reason).toMatch(
    /^the driver of the shipment changed from none to DRV-0/,
  );
});

test.each(['felix', 'olga'])('%s, whose role does not assign, is refused', async (person) => {
  expect(await stage.call(person, 'assign_driver', { shipment: 'SHP-2006', driver: 'DRV-12' })).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
  expect(stage.faults).toEqual([]);
});
