import { createHash } from 'node:crypto';
import { ok, refuse, type Result } from '@supercargo/kernel';
import type { FileIdentity } from '../file/check.ts';
import type { OnProgress } from '../file/progress.ts';
import { readLines } from '../file/read.ts';
import type { ImportRefusal } from '../file/refusal.ts';
import type { FileFacts, Run, Source, StagedRow } from './source.ts';
import { repeatedRows, stageRows, type RepeatedRow } from './store/runs.ts';
import type { InTransaction } from './transactions.ts';

const BATCH_LINES_MAX = 1_000;
/** A line may be long: what a batch holds is bounded by its text too. */
const BATCH_CHARACTERS_MAX = 2 * 1024 * 1024;
/** What `imports.row.row` takes. */
const ROW_BYTES_MAX = 64 * 1024;

export interface Staging<Row extends StagedRow, Report> {
  readonly file: string;
  readonly identity: FileIdentity;
  readonly source: Source<Row, Report>;
  readonly run: Run;
  readonly inTransaction: InTransaction;
  readonly onProgress: OnProgress;
}

/**
 * Reads the file's lines and stages them batch by batch, each in one transaction with the number of lines that are staged. Lines that an
 * import which did not end had staged are read again and not written again.
 */
export async function stageFile<Row extends StagedRow, Report>(
  staging: Staging<Row, Report>,
): Promise<Result<FileFacts, ImportRefusal>> {
  const { file, identity, source } = staging;
  const hash = createHash('sha256');
  const batches = startBatches(staging);
  let columnsUnknown: readonly string[] = [];
  let bytes = 0;
  let linesRead = 0;
  const onChunk = (chunk: Buffer): void => {
    hash.update(chunk);
    bytes += chunk.length;
    staging.onProgress({ phase: 'staging', lines: linesRead, bytes, bytesTotal: identity.bytes });
  };
  for await (const line of readLines(file, source.columns, onChunk)) {
    if (bytes > identity.bytes) return refuse({ code: 'changed', file });
    const parsed = line.ok ? source.parse(line.value) : line;
    if (!parsed.ok) return parsed;
    linesRead += 1;
    if (linesRead > source.linesMax) {
      return refuse({ code: 'too-many-lines', file, line: parsed.value.line, linesMax: source.linesMax });
    }
    if (Buffer.byteLength(parsed.value.row) > ROW_BYTES_MAX) {
      return refuse({ code: 'line-too-long', file, line: parsed.value.line, bytesMax: ROW_BYTES_MAX });
    }
    const refusal = await batches.add(parsed.value);
    if (refusal !== undefined) return refuse(refusal);
    if (line.ok) columnsUnknown = line.value.header.unknown;
  }
  const refusal = await batches.flush();
  if (refusal !== undefined) return refuse(refusal);
  if (hash.digest('hex') !== identity.sha256) return refuse({ code: 'changed', file });
  if (linesRead === 0) return refuse({ code: 'no-lines', file });
  const linesRepeated = batches.repeated();
  return ok({
    ...{ fileSha256: identity.sha256, bytes: identity.bytes },
    ...{ lines: linesRead - linesRepeated, linesRepeated, columnsUnknown },
  });
}

interface Batches<Row> {
  add(row: Row): Promise<ImportRefusal | undefined>;
  flush(): Promise<ImportRefusal | undefined>;
  repeated(): number;
}

function startBatches<Row extends StagedRow, Report>(staging: Staging<Row, Report>): Batches<Row> {
  const { source } = staging;
  let batch: Row[] = [];
  let characters = 0;
  let linesTaken = 0;
  let linesRepeated = 0;

  const flush = async (): Promise<ImportRefusal | undefined> => {
    if (batch.length === 0) return undefined;
    const rows = batch;
    batch = [];
    characters = 0;
    const repeated = await stageBatch(staging, linesTaken, rows);
    if (!repeated.ok) return repeated.refusal;
    linesTaken += rows.length;
    linesRepeated += repeated.value.length;
    const passedOver = new Set(repeated.value.map(({ line }) => line));
    for (const row of rows) if (!passedOver.has(row.line)) source.keep(row);
    return undefined;
  };

  return {
    add: async (row) => {
      batch.push(row);
      characters += row.row.length;
      return batch.length === BATCH_LINES_MAX || characters >= BATCH_CHARACTERS_MAX ? flush() : undefined;
    },
    flush,
    repeated: () => linesRepeated,
  };
}

/** Stages rows unless they are, and gives those that only repeat an earlier line. */
async function stageBatch<Row extends StagedRow, Report>(
  { file, source, run, inTransaction }: Staging<Row, Report>,
  linesBefore: number,
  rows: readonly Row[],
): Promise<Result<readonly RepeatedRow[], ImportRefusal>> {
  const before = Math.max(linesBefore, run.resumedAfter);
  const after = linesBefore + rows.length;
  if (after <= run.resumedAfter && run.eachOnce) return ok([]);
  return inTransaction(async (tx) => {
    if (after > run.resumedAfter) {
      const staged = await stageRows(tx, run, { before, after }, rows);
      if (staged === undefined) return refuse({ code: 'busy', file });
      if (staged === rows.length) return ok([]);
    }
    const repeated = await repeatedRows(tx, run, rows);
    const saying = new Map(rows.map(({ line, row }) => [line, row]));
    const other = repeated.find(({ line, firstRow }) => saying.get(line) !== firstRow);
    if (other === undefined) return ok(repeated);
    const { line, firstLine, firstRow } = other;
    const differs = source.differs(firstRow, saying.get(line) ?? '');
    return refuse({ code: 'repeated-line', file, line, column: source.keyColumn, firstLine, differs });
  });
}
