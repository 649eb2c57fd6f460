import { refuse, type Result, type TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import { importFile, type ImportOptions } from '../staging/import-file.ts';
import { csvSource, type CsvFile, type CsvReport } from './source.ts';
import { isNotTaken } from './store/rows.ts';

/**
 * Brings a CSV file of one table into a tenant: all of it, or nothing (see importFile). Rows that are there are made as the file says
 * where that differs, but what happened is never edited. Does not delete rows that the file leaves out.
 */
export async function importCsv(
  door: TenantDoor,
  tenant: TenantId,
  given: CsvFile,
  options: ImportOptions = {},
): Promise<Result<CsvReport, ImportRefusal>> {
  try {
    return await importFile(door, tenant, given.file, csvSource(tenant, given), options);
  } catch (error) {
    // All rows were checked before they were written: somebody else wrote in between. What was staged is read on by the next import.
    if (isNotTaken(error)) return refuse({ code: 'not-taken', file: given.file });
    throw error;
  }
}
