import { ok, refuse, type Result } from '@supercargo/kernel';
import { isOpen, type ShipmentState } from './shipment.ts';

/** The word that takes a driver off a shipment. No driver has it as an id. */
export const NO_DRIVER = 'none';

export type AssignRefusal = 'not_open' | 'off_duty' | 'same_driver';

/** Whether a shipment can get this driver; null takes the present one off. */
export function decideAssignment(
  shipment: { readonly state: ShipmentState; readonly driverId: string | null },
  driver: { readonly id: string; readonly active: boolean } | null,
): Result<null, AssignRefusal> {
  if (!isOpen(shipment.state)) return refuse('not_open');
  if (driver !== null && !driver.active) return refuse('off_duty');
  if ((driver?.id ?? null) === shipment.driverId) return refuse('same_driver');
  return ok(null);
}

export type MoveRefusal = 'off_duty' | 'same_region';

/** Whether a driver can be sent to work in this region. */
export function decideMove(
  driver: { readonly active: boolean; readonly regionId: string },
  regionId: string,
): Result<null, MoveRefusal> {
  if (!driver.active) return refuse('off_duty');
  return driver.regionId === regionId ? refuse('same_region') : ok(null);
}
