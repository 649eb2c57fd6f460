import { basename } from 'node:path';
import { canonicalText } from '@supercargo/audit';
import type { TenantTx } from '@supercargo/tenancy';
import type { ImportRefusal } from '../file/refusal.ts';
import { recordImport } from '../staging/record.ts';
import { LINES_MAX, type FileFacts, type Run, type Source, type StagedRow } from '../staging/source.ts';
import { CURRENCY } from './amounts.ts';
import { COLUMNS, SCMS_COLUMNS } from './columns.ts';
import { skuOf, supplierIdOf } from './identity.ts';
import { parseLine, type OrderLine, type ParsedLine, type Remark } from './line.ts';
import { RDC } from './rdc.ts';
import type { ImportReport } from './report.ts';
import { doubtfulName, writeStaged } from './store/write.ts';
import { startTally } from './tally.ts';

export type ScmsRow = StagedRow & ParsedLine;

/** Told every remark about a line that is kept, in the order of the file. */
export type OnRemark = (line: number, remark: Remark) => void;

/** The SCMS delivery history, read once. */
export function scmsSource(file: string, onRemark: OnRemark = () => undefined): Source<ScmsRow, ImportReport> {
  const tally = startTally();
  return {
    name: 'scms',
    mapping: '{}',
    columns: SCMS_COLUMNS,
    keyColumn: 'ID',
    linesMax: LINES_MAX,
    parse: (line) => {
      const parsed = parseLine(file, line);
      if (!parsed.ok) return parsed;
      const { order } = parsed.value;
      // Canonical as well: `columns` comes before `line`, and each is canonical text.
      const row = `{"columns":${order.columns},"line":${canonicalText(rowOf(order))}}`;
      return { ok: true, value: { ...parsed.value, line: order.lineNumber, key: order.lineId, row } };
    },
    keep: (row) => {
      tally.add(row);
      for (const remark of row.remarks) onRemark(row.line, remark);
    },
    differs: (first, second) => {
      const [one, other] = [columnsOf(first), columnsOf(second)];
      return COLUMNS.find(({ name }) => one[name] !== other[name])?.name;
    },
    check: (tx, run) => refusalOf(tx, run, file),
    write: async (tx, run, facts, record) => {
      const report = await written(tx, run, { ...facts, ...tally.facts() }, file);
      if (record) await recordImport(tx, report, outcomeOf(report));
      return report;
    },
  };
}

async function written(
  tx: TenantTx,
  run: Run,
  facts: FileFacts & ReturnType<ReturnType<typeof startTally>['facts']>,
  file: string,
): Promise<ImportReport> {
  const { resumedAfter } = run;
  const { named, ...rest } = await writeStaged(tx, run, facts.places > 0);
  return { source: 'scms', file: basename(file), ...facts, ...named, ...rest, resumedAfter };
}

/** What the audit log keeps of what came of the file. */
function outcomeOf(report: ImportReport): Parameters<typeof recordImport>[2] {
  const { orders, vendors, items, value, notCaptured, unknown, rows } = report;
  return {
    ...{ orders, vendors, items, value: { ...value }, unknown: unknown.total },
    not_captured: notCaptured.reduce((sum, { lines }) => sum + lines, 0),
    rows: {
      suppliers: { ...rows.suppliers },
      warehouses: { ...rows.warehouses },
      items: { ...rows.items },
      order_lines: { ...rows.orderLines },
    },
  };
}

function columnsOf(row: string): Readonly<Record<string, string>> {
  return (JSON.parse(row) as { readonly columns: Readonly<Record<string, string>> }).columns;
}

/** Ten characters of a hash are shared by nobody by chance, but somebody could look for two names that do. */
async function refusalOf(tx: TenantTx, run: Run, file: string): Promise<ImportRefusal | undefined> {
  const doubtful = await doubtfulName(tx, run);
  if (doubtful === undefined) return undefined;
  const { line, names } = doubtful;
  return names === 'items'
    ? { code: 'value', file, line, column: 'Item Description', accepted: 'a description whose SKU no other has' }
    : { code: 'value', file, line, column: 'Vendor', accepted: 'a name whose supplier id no other has' };
}

/** Amounts travel as text: JSON numbers would be read as floats by anything in between. */
function rowOf(line: OrderLine): Record<string, string | number | null> {
  const purchase = line.kind === 'purchase';
  return {
    line_id: line.lineId,
    order_number: line.orderNumber,
    kind: line.kind,
    vendor: line.vendor,
    supplier_id: purchase ? supplierIdOf(line.vendor) : null,
    place: purchase ? null : RDC.id,
    sku: skuOf(line.description),
    description: line.description,
    quantity: line.packs?.toString() ?? null,
    value_minor: line.valueCents?.toString() ?? null,
    price_minor: line.priceCents?.toString() ?? null,
    currency: CURRENCY,
    ordered_on: line.orderedOn,
    scheduled_on: line.scheduledOn,
    delivered_on: line.deliveredOn,
    lead_time_days: line.leadTimeDays,
  };
}
