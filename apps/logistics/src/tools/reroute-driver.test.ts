import { openStage, peopleOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { LOGISTICS } from '../logistics.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, LOGISTICS);
const { executed, asked, approve, worked } = peopleOf(stage);

async function regionOf(driver: string): Promise<unknown> {
  const [row] = await database.admin<{ region_id: string }>(
    "select region_id from logistics.driver where tenant_id = 'acme' and id = $1",
    [driver],
  );
  return row?.region_id;
}

test('plans: nobody is sent by the call, and the card says what stays assigned to them', async () => {
  expect(await stage.call('mara', 'reroute_driver', { driver: 'DRV-11', region: 'NORTH' })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: 'Send Lucia Moretti from The Alps and the south to work in Hamburg and the north.',
        changes: [{ what: 'Region of DRV-11', before: 'The Alps and the south', after: 'Hamburg and the north' }],
        flags: ['still theirs to bring: 1 shipment'],
        undo: 'reroute_driver sends them back to The Alps and the south',
      },
    },
  });
  expect(await regionOf('DRV-11')).toBe('SOUTH');
});

test('there and back, and their shipments stay theirs', async () => {
  expect(await executed('mara', 'reroute_driver', { driver: 'DRV-11', region: 'NORTH' })).toEqual({
    ...{ driver: 'DRV-11', region: 'NORTH', region_before: 'SOUTH' },
  });
  const [kept] = await database.admin(
    "select driver_id from logistics.assignment where shipment_id = 'SHP-2006' and ended_at is null",
  );
  expect(kept).toEqual({ driver_id: 'DRV-11' });
  await executed('mara', 'reroute_driver', { driver: 'DRV-11', region: 'SOUTH' });
  expect(await regionOf('DRV-11')).toBe('SOUTH');
});

test.each([
  [{ driver: 'DRV-99' }, 'driver', 'unknown_driver', 'DRV-01, DRV-02, DRV-11, DRV-12'],
  [{ region: 'EAST' }, 'region', 'unknown_region', 'NORTH, SOUTH'],
  [{ region: 'NORTH' }, 'region', 'same_region', 'another region than theirs'],
  [{ driver: 'DRV-03' }, 'driver', 'off_duty', 'a driver who is active, as logistics://drivers/{region} lists them'],
])('refuses %j, says what is accepted and writes nothing', async (change, field, code, accepted) => {
  const rows = await rowCounts(database);
  const outcome = await stage.call('mara', 'reroute_driver', { driver: 'DRV-01', region: 'SOUTH', ...change });
  expect(outcome).toMatchObject({ kind: 'refused', refusal: { field, code, accepted } });
  expect(await rowCounts(database)).toEqual(rows);
});

test('a driver who went off duty meanwhile is not sent', async () => {
  const id = await asked('mara', 'reroute_driver', { driver: 'DRV-02', region: 'SOUTH' });
  await database.admin("update logistics.driver set active = false where tenant_id = 'acme' and id = 'DRV-02'");
  await approve(id, 'felix');
  expect(await worked(id)).toEqual({ state: 'invalidated', reason: 'the driver is off duty now, and was active' });
  expect(await regionOf('DRV-02')).toBe('NORTH');
});

test.each(['felix', 'wes'])('%s, whose role does not reroute, is refused', async (person) => {
  expect(await stage.call(person, 'reroute_driver', { driver: 'DRV-01', region: 'SOUTH' })).toMatchObject({
    refusal: { code: 'insufficient_scope' },
  });
  expect(stage.faults).toEqual([]);
});
