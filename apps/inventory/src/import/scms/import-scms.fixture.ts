import { importScms as importScmsOf, type ImportRefusal, type ScmsOptions, type ScmsReport } from '@supercargo/imports';
import type { Result, TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { SCMS, type Counts, type Rows } from './trade.ts';

export type ImportReport = ScmsReport<Rows, Counts>;

/** The history, imported into Inventory. */
export function importScms(
  door: TenantDoor,
  tenant: TenantId,
  file: string,
  options: ScmsOptions = {},
): Promise<Result<ImportReport, ImportRefusal>> {
  return importScmsOf(door, tenant, { server: 'inventory', trade: SCMS, file }, options);
}
