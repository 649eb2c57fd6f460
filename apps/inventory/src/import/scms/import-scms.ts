import type { Result, TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import { importFile, type ImportOptions } from '../staging/import-file.ts';
import type { ImportReport } from './report.ts';
import { scmsSource, type OnRemark } from './source.ts';

export interface ScmsOptions extends ImportOptions {
  readonly onRemark?: OnRemark | undefined;
}

/**
 * Loads the SCMS delivery history (USAID) into a tenant: vendors as suppliers, descriptions as items, the regional distribution centre as a
 * warehouse, and every line of every order with all its columns as they stood. Amounts are exact, nothing is rounded or made up, and
 * what could not be read is null, kept as text, and told in the report.
 *
 * All of the file is there, or nothing (see importFile). Importing it again writes nothing but the audit record. Does not delete: lines that
 * a later version of the file leaves out stay.
 */
export function importScms(
  door: TenantDoor,
  tenant: TenantId,
  path: string,
  { onRemark, ...options }: ScmsOptions = {},
): Promise<Result<ImportReport, ImportRefusal>> {
  return importFile(door, tenant, path, scmsSource(path, onRemark), options);
}
