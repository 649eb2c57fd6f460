import { basename } from 'node:path';
import { ok, refuse, type Result, type TenantId } from '@supercargo/kernel';
import type { TenantDoor, TenantTx } from '@supercargo/tenancy';
import { checkFile } from './check.ts';
import { FileChanged, loadFile } from './load.ts';
import type { OnProgress } from './progress.ts';
import type { ImportRefusal } from './refusal.ts';
import type { ImportReport } from './report.ts';
import { lockImports, recordImport } from './store/write.ts';

const FILE_NAME_CHARACTERS_MAX = 255;

export interface ImportOptions {
  /** Called with every block of the file that was read. */
  readonly onProgress?: OnProgress;
}

/**
 * Loads the SCMS delivery history (USAID) into a tenant: vendors as suppliers, descriptions as items, the regional distribution centre as a
 * warehouse, and every line of every order with all its columns as they stood. Amounts are exact, nothing is rounded or made up, and
 * what could not be read is null, kept as text, and told in the report.
 *
 * The file is checked to its end, then written in one transaction with its audit record: all of it is there, or none. Importing it again
 * writes nothing but that record. `door` is the importer's. Refusals are values and nothing was written; what the database does
 * unexpectedly is thrown. Does not delete: lines that a later version of the file leaves out stay.
 */
export async function importScms(
  door: TenantDoor,
  tenant: TenantId,
  path: string,
  options: ImportOptions = {},
): Promise<Result<ImportReport, ImportRefusal>> {
  const onProgress = options.onProgress ?? (() => undefined);
  const checked = await checkFile(path, onProgress);
  if (!checked.ok) return checked;
  const { facts } = checked.value;
  try {
    return await door.write(tenant, async (tx) => {
      if (!(await lockImports(tx))) return refuse({ code: 'busy', file: path });
      const loaded = await loadFile(tx, path, checked.value, onProgress);
      const report: ImportReport = { source: 'scms', file: basename(path), ...facts, ...loaded };
      await recordImport(tx, recordOf(tx, report));
      return ok(report);
    });
  } catch (error) {
    if (error instanceof FileChanged) return refuse({ code: 'changed', file: path });
    throw error;
  }
}

/** What the audit log keeps of an import: which file, into whose books, and what came of it. */
function recordOf({ tenant }: TenantTx, report: ImportReport): Parameters<typeof recordImport>[1] {
  return {
    v: 1,
    kind: 'import',
    server: 'inventory',
    tenant,
    source: report.source,
    file: report.file.slice(0, FILE_NAME_CHARACTERS_MAX),
    file_sha256: report.fileSha256,
    bytes: report.bytes,
    lines: report.lines,
    orders: report.orders,
    vendors: report.vendors,
    items: report.items,
    value: { ...report.value },
    not_captured: report.notCaptured.reduce((sum, { lines }) => sum + lines, 0),
    unknown: report.unknown.total,
    rows: {
      suppliers: { ...report.rows.suppliers },
      warehouses: { ...report.rows.warehouses },
      items: { ...report.rows.items },
      order_lines: { ...report.rows.orderLines },
    },
  };
}
