import type { Result, TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import { importFile, type ImportOptions } from '../staging/import-file.ts';
import type { ScmsReport } from './report.ts';
import { scmsSource, type OnRemark, type ScmsFile } from './source.ts';

export interface ScmsOptions extends ImportOptions {
  readonly onRemark?: OnRemark | undefined;
}

/**
 * Loads what a server takes from the SCMS delivery history (USAID) into a tenant. Amounts are exact, nothing is rounded or made up, and
 * what could not be read is null, kept as text where the server keeps columns, and told in the report.
 *
 * All of the file is there, or nothing (see importFile). Importing it again writes nothing but the audit record. Does not delete: lines that
 * a later version of the file leaves out stay.
 */
export function importScms<Rows extends string, Counts extends string>(
  door: TenantDoor,
  tenant: TenantId,
  file: ScmsFile<Rows, Counts>,
  { onRemark, ...options }: ScmsOptions = {},
): Promise<Result<ScmsReport<Rows, Counts>, ImportRefusal>> {
  return importFile(door, tenant, file.file, scmsSource(file, onRemark), options);
}
