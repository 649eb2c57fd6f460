import { expect, test } from 'vitest';
import { decideAssignment, decideMove } from './assignment.ts';
import { assignRefusal, moveRefusal } from './driver-refusals.ts';

const DRIVER = { id: 'DRV-1', active: true };
const OPEN = { state: 'planned', driverId: null } as const;

test('a shipment under way gets a driver, another one, or none', () => {
  expect(decideAssignment(OPEN, DRIVER)).toMatchObject({ ok: true });
  expect(decideAssignment({ ...OPEN, driverId: 'DRV-2' }, DRIVER)).toMatchObject({ ok: true });
  expect(decideAssignment({ ...OPEN, driverId: 'DRV-2' }, null)).toMatchObject({ ok: true });
});

test.each([
  [{ ...OPEN, state: 'delivered' as const }, DRIVER, 'not_open'],
  [OPEN, { ...DRIVER, active: false }, 'off_duty'],
  [{ ...OPEN, driverId: 'DRV-1' }, DRIVER, 'same_driver'],
  [OPEN, null, 'same_driver'],
])('%j does not get %j: %s', (shipment, driver, refusal) => {
  const decided = decideAssignment(shipment, driver);
  expect(decided).toEqual({ ok: false, refusal });
  expect(decided.ok || assignRefusal(decided.refusal, shipment.state).accepted).toBeTruthy();
});

test('a driver who is active works elsewhere, and never in the same region anew', () => {
  expect(decideMove({ active: true, regionId: 'NORTH' }, 'SOUTH')).toMatchObject({ ok: true });
  expect(decideMove({ active: false, regionId: 'NORTH' }, 'SOUTH')).toEqual({ ok: false, refusal: 'off_duty' });
  expect(decideMove({ active: true, regionId: 'NORTH' }, 'NORTH')).toEqual({ ok: false, refusal: 'same_region' });
  expect(moveRefusal('same_region')).toMatchObject({ field: 'region' });
});
