import type { CanonicalValue } from '@supercargo/audit';
import type { TenantTx } from '@supercargo/tenancy';
import type { FileFacts } from './source.ts';
import { insertAuditEntry } from './store/runs.ts';

const FILE_NAME_CHARACTERS_MAX = 255;

interface Imported extends Pick<FileFacts, 'fileSha256' | 'bytes' | 'lines'> {
  readonly server: string;
  readonly source: string;
  /** Its name without its folder. */
  readonly file: string;
}

/** Records in the transaction of an import which file it was, into whose books, and what came of it. */
export function recordImport(
  tx: TenantTx,
  { server, source, file, fileSha256, bytes, lines }: Imported,
  outcome: Readonly<Record<string, CanonicalValue>>,
): Promise<void> {
  return insertAuditEntry(tx, {
    ...{ v: 1, kind: 'import', server, tenant: tx.tenant, source },
    ...{ file: file.slice(0, FILE_NAME_CHARACTERS_MAX), file_sha256: fileSha256, bytes, lines },
    ...outcome,
  });
}
