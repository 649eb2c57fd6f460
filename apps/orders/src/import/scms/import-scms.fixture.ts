import { importScms as importScmsOf, type ImportRefusal, type ScmsOptions, type ScmsReport } from '@supercargo/imports';
import type { Result, TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { SCMS, type Counts, type Rows } from './trade.ts';

/** The history, imported into Orders. */
export function importScms(
  door: TenantDoor,
  tenant: TenantId,
  file: string,
  options: ScmsOptions = {},
): Promise<Result<ScmsReport<Rows, Counts>, ImportRefusal>> {
  return importScmsOf(door, tenant, { server: 'orders', trade: SCMS, file }, options);
}
