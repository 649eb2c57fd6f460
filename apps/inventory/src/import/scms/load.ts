import { createHash } from 'node:crypto';
import type { TenantTx } from '@supercargo/tenancy';
import type { CheckedFile } from './check.ts';
import { parseLine, type OrderLine } from './line.ts';
import type { OnProgress } from './progress.ts';
import { readLines } from './read.ts';
import type { ImportReport } from './report.ts';
import { settleItems, writeItems, writeOrderLines, writeSuppliers, writeWarehouse } from './store/write.ts';

const BATCH_LINES_MAX = 1_000;
/** A line may be long: what a batch holds is bounded by its text too. */
const BATCH_CHARACTERS_MAX = 2 * 1024 * 1024;

/** The file is not the one that was checked. Thrown to roll the transaction back; becomes a refusal in import-scms.ts. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/** Writes the lines of a checked file in batches, then what follows from all lines. */
export async function loadFile(
  tx: TenantTx,
  file: string,
  { facts, repeats }: CheckedFile,
  onProgress: OnProgress,
): Promise<Pick<ImportReport, 'rows' | 'itemsPriced' | 'itemsWithLeadTime'>> {
  const hash = createHash('sha256');
  const loader = startLoader(tx);
  let bytes = 0;
  let lines = 0;
  const onChunk = (chunk: Buffer): void => {
    hash.update(chunk);
    bytes += chunk.length;
    onProgress({ phase: 'writing', lines, bytes, bytesTotal: facts.bytes });
  };
  for await (const line of readLines(file, onChunk)) {
    const parsed = line.ok ? parseLine(file, line.value) : line;
    if (!parsed.ok) throw new FileChanged();
    if (!repeats.has(parsed.value.order.lineNumber)) await loader.add(parsed.value.order);
    lines += 1;
  }
  await loader.flush();
  if (hash.digest('hex') !== facts.fileSha256) throw new FileChanged();

  const warehousesAdded = facts.places > 0 && (await writeWarehouse(tx)) ? 1 : 0;
  const { priced, timed, settled } = await settleItems(tx);
  const { suppliersAdded, itemsAdded, orderLines } = loader.written();
  const itemsChanged = settled.filter((sku) => !itemsAdded.has(sku)).length;
  return {
    rows: {
      suppliers: { added: suppliersAdded, changed: 0, unchanged: facts.suppliers - suppliersAdded },
      warehouses: { added: warehousesAdded, changed: 0, unchanged: facts.places - warehousesAdded },
      items: { added: itemsAdded.size, changed: itemsChanged, unchanged: facts.items - itemsAdded.size - itemsChanged },
      orderLines,
    },
    itemsPriced: priced,
    itemsWithLeadTime: timed,
  };
}

interface Loader {
  add(line: OrderLine): Promise<void>;
  flush(): Promise<void>;
  written(): {
    readonly suppliersAdded: number;
    readonly itemsAdded: ReadonlySet<string>;
    readonly orderLines: ImportReport['rows']['orderLines'];
  };
}

/** Collects lines into batches. A batch writes its suppliers and items before its lines, which refer to them. */
function startLoader(tx: TenantTx): Loader {
  let batch: OrderLine[] = [];
  let characters = 0;
  const vendors = new Set<string>();
  const descriptions = new Set<string>();
  const itemsAdded = new Set<string>();
  let suppliersAdded = 0;
  const counts = { given: 0, known: 0, written: 0 };

  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    const lines = batch;
    batch = [];
    characters = 0;
    const newVendors = notYet(
      vendors,
      lines.filter(({ kind }) => kind === 'purchase').map(({ vendor }) => vendor),
    );
    const newDescriptions = notYet(
      descriptions,
      lines.map(({ description }) => description),
    );
    if (newVendors.length > 0) suppliersAdded += (await writeSuppliers(tx, newVendors)).length;
    if (newDescriptions.length > 0) (await writeItems(tx, newDescriptions)).forEach((sku) => itemsAdded.add(sku));
    const { given, known, written } = await writeOrderLines(tx, lines);
    counts.given += given;
    counts.known += known;
    counts.written += written;
  };

  return {
    add: async (line) => {
      batch.push(line);
      characters += line.columns.length;
      if (batch.length === BATCH_LINES_MAX || characters >= BATCH_CHARACTERS_MAX) await flush();
    },
    flush,
    written: () => {
      const added = counts.given - counts.known;
      const orderLines = { added, changed: counts.written - added, unchanged: counts.given - counts.written };
      return { suppliersAdded, itemsAdded, orderLines };
    },
  };
}

/** The names that were not written before, which from now on they were. */
function notYet(written: Set<string>, names: readonly string[]): readonly string[] {
  const fresh = [...new Set(names)].filter((name) => !written.has(name));
  fresh.forEach((name) => written.add(name));
  return fresh;
}
