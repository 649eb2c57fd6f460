import { basename } from 'node:path';
import { refuse, type Result, type TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { identify } from '../file/check.ts';
import type { OnProgress } from '../file/progress.ts';
import type { ImportRefusal } from '../file/refusal.ts';
import type { Source, StagedRow } from './source.ts';
import { recordImport } from './record.ts';
import { stageFile, type Staging } from './stage.ts';
import { claimRun, endRun, findOrBeginRun } from './store/runs.ts';
import { aloneInTenant } from './transactions.ts';

export interface ImportOptions {
  /** Called with every block of the file that was read. */
  readonly onProgress?: OnProgress;
  /** Does everything in one transaction and rolls it back: the report says what would have been written. */
  readonly dryRun?: boolean;
}

/**
 * Brings a file into a tenant: all of it, with its audit record, in one transaction at the end, or none of it. Until then its lines are
 * staged where only imports look. A process that is killed at any moment leaves everything or nothing to be seen, and the same file imported
 * again goes on after the last line that was staged. `door` is the importer's. Refusals are values, and nothing of the file stays; what
 * the database does unexpectedly is thrown, and the next import of the file goes on. Does not delete rows that a file leaves out.
 */
export async function importFile<Row extends StagedRow, Report>(
  door: TenantDoor,
  tenant: TenantId,
  file: string,
  source: Source<Row, Report>,
  options: ImportOptions = {},
): Promise<Result<Report, ImportRefusal>> {
  const { onProgress = () => undefined, dryRun = false } = options;
  const identity = await identify(file, source.columns.nameOf, onProgress);
  if (!identity.ok) return identity;
  return aloneInTenant(door, tenant, { file, dryRun }, async (inTransaction) => {
    const { server, name, format, mapping } = source;
    const fileSha256 = identity.value.sha256;
    const run = await inTransaction((tx) => findOrBeginRun(tx, { server, source: name, format, fileSha256, mapping }));
    const staging = { file, identity: identity.value, source, run, inTransaction, onProgress };
    const outcome = await stageAndWrite(staging, dryRun);
    // Somebody else who went on with the run may still end it well.
    if (!outcome.ok && outcome.refusal.code !== 'busy') {
      const { code } = outcome.refusal;
      await inTransaction(async (tx) => {
        await endRun(tx, run, 'refused');
        const imported = {
          server,
          source: name,
          file: basename(file),
          fileSha256,
          bytes: identity.value.bytes,
          lines: 0,
        };
        await recordImport(tx, imported, { outcome: 'refused', code });
      });
    }
    return outcome;
  });
}

async function stageAndWrite<Row extends StagedRow, Report>(
  staging: Staging<Row, Report>,
  dryRun: boolean,
): Promise<Result<Report, ImportRefusal>> {
  const { file, identity, source, run, inTransaction, onProgress } = staging;
  const staged = await stageFile(staging);
  if (!staged.ok) return staged;
  const facts = staged.value;
  const lines = facts.lines + facts.linesRepeated;
  onProgress({ phase: 'writing', lines, bytes: 0, bytesTotal: identity.bytes });
  const outcome = await inTransaction(async (tx): Promise<Result<Report, ImportRefusal>> => {
    if (!(await claimRun(tx, run, lines))) return refuse({ code: 'busy', file });
    const refusal = await source.check(tx, run);
    if (refusal !== undefined) return refuse(refusal);
    const report = await source.write(tx, run, facts, !dryRun);
    await endRun(tx, run, 'done');
    return { ok: true, value: report };
  });
  if (outcome.ok) onProgress({ phase: 'writing', lines, bytes: identity.bytes, bytesTotal: identity.bytes });
  return outcome;
}
