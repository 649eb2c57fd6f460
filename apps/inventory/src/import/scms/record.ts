import type { CanonicalValue } from '@supercargo/audit';
import type { TenantId } from '@supercargo/kernel';
import type { ImportReport } from './report.ts';

const FILE_NAME_CHARACTERS_MAX = 255;

/** What the audit log keeps of an import: which file, into whose books, and what came of it. */
export function recordOf(tenant: TenantId, report: ImportReport): Readonly<Record<string, CanonicalValue>> {
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
