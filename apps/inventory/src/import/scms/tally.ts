import { createHash } from 'node:crypto';
import { ok, refuse, toWire, untrusted, type Result } from '@supercargo/kernel';
import { CURRENCY } from './amounts.ts';
import { positionOf } from './columns.ts';
import { skuOf, supplierIdOf } from './identity.ts';
import type { OrderLine, ParsedLine, Remark } from './line.ts';
import type { ImportRefusal } from './refusal.ts';
import type { FileFacts, NotCaptured, UnknownValue } from './report.ts';

/** The published file has 10,324. What is remembered of each line, to find it repeated, bounds the memory of an import. */
export const LINES_MAX = 200_000;
const LISTED_MAX = 1_000;
const TEXT_CHARACTERS_MAX = 100;

/** What `Tally.facts` cannot know: these belong to the bytes and the header. */
type FactsOfLines = Omit<FileFacts, 'fileSha256' | 'bytes' | 'columnsUnknown'>;

/** Counts what a file says, line by line. */
export interface Tally {
  /** Gives whether the line is to be kept: false where it only repeats another. */
  add(line: ParsedLine): Result<boolean, ImportRefusal>;
  facts(): FactsOfLines;
}

export function startTally(file: string): Tally {
  const admit = startAdmission(file);
  const orders = new Set<string>();
  const vendors = new Set<string>();
  const suppliers = new Set<string>();
  const items = new Set<string>();
  const remarks = startRemarks();
  const lines = { kept: 0, repeated: 0, value: 0n, places: 0, known: 0, notCaptured: 0 };

  const add = ({ order, remarks: said }: ParsedLine): Result<boolean, ImportRefusal> => {
    const admitted = admit(order);
    if (!admitted.ok) return admitted;
    if (!admitted.value) {
      lines.repeated += 1;
      return admitted;
    }
    for (const remark of said) remarks.add(order.lineNumber, remark);
    orders.add(order.orderNumber);
    vendors.add(order.vendor);
    items.add(skuOf(order.description));
    lines.kept += 1;
    lines.value += order.valueCents ?? 0n;
    if (order.kind === 'stock') lines.places = 1;
    else suppliers.add(supplierIdOf(order.vendor));
    if (order.leadTimeDays !== null) lines.known += 1;
    else if (order.kind === 'purchase' && !said.some(({ kind }) => kind === 'lead-time')) lines.notCaptured += 1;
    return admitted;
  };

  const facts = (): FactsOfLines => {
    const { impossible, ...told } = remarks.told();
    return {
      lines: lines.kept,
      linesRepeated: lines.repeated,
      orders: orders.size,
      vendors: vendors.size,
      suppliers: suppliers.size,
      places: lines.places,
      items: items.size,
      value: toWire({ minor: lines.value, currency: CURRENCY }),
      leadTimes: { known: lines.known, notCaptured: lines.notCaptured, impossible },
      ...told,
    };
  };

  return { add, facts };
}

/** Remembers every line by its id, and every name by the id made of it: what is said twice has to be said alike. */
function startAdmission(file: string): (order: OrderLine) => Result<boolean, ImportRefusal> {
  const seen = new Map<string, { readonly line: number; readonly hash: string }>();
  const suppliers = new Map<string, string>();
  const items = new Map<string, string>();
  return (order) => {
    const { lineNumber: line } = order;
    const hash = createHash('sha256').update(order.columns).digest('base64').slice(0, 24);
    const first = seen.get(order.lineId);
    if (first?.hash === hash) return ok(false);
    if (first !== undefined) return refuse({ code: 'repeated-line', file, line, column: 'ID', firstLine: first.line });
    if (seen.size === LINES_MAX) return refuse({ code: 'too-many-lines', file, line, linesMax: LINES_MAX });
    if (!isOnlyName(items, skuOf(order.description), order.description)) {
      return refuse({
        code: 'value',
        file,
        line,
        column: 'Item Description',
        accepted: 'a description whose SKU no other has',
      });
    }
    if (order.kind === 'purchase' && !isOnlyName(suppliers, supplierIdOf(order.vendor), order.vendor)) {
      return refuse({ code: 'value', file, line, column: 'Vendor', accepted: 'a name whose supplier id no other has' });
    }
    seen.set(order.lineId, { line, hash });
    return ok(true);
  };
}

/** Ten characters of a hash are shared by nobody by chance, but somebody could look for two names that do. */
function isOnlyName(names: Map<string, string>, id: string, name: string): boolean {
  const known = names.get(id);
  if (known === undefined) names.set(id, name);
  return known === undefined || known.normalize('NFC') === name.normalize('NFC');
}

interface Remarks {
  add(line: number, remark: Remark): void;
  told(): Pick<FileFacts, 'notCaptured' | 'unknown'> & { readonly impossible: FileFacts['leadTimes']['impossible'] };
}

/** Words are counted, the first unreadable values listed: however bad a file is, its report stays one that can be read. */
function startRemarks(): Remarks {
  const words = new Map<string, NotCaptured>();
  const unknown: UnknownValue[] = [];
  const impossibleLines: number[] = [];
  const totals = { unknown: 0, impossible: 0 };

  const add = (line: number, remark: Remark): void => {
    switch (remark.kind) {
      case 'word': {
        const { column, word } = remark;
        const key = `${column}\n${word}`;
        words.set(key, { column, word, lines: (words.get(key)?.lines ?? 0) + 1 });
        return;
      }
      case 'unknown':
        totals.unknown += 1;
        if (unknown.length < LISTED_MAX) {
          unknown.push({ line, column: remark.column, text: untrusted('scms', remark.text, TEXT_CHARACTERS_MAX) });
        }
        return;
      case 'lead-time':
        totals.impossible += 1;
        if (impossibleLines.length < LISTED_MAX) impossibleLines.push(line);
    }
  };

  const told: Remarks['told'] = () => ({
    notCaptured: [...words.values()].sort(inOrderOfTheFile),
    unknown: { total: totals.unknown, first: unknown },
    impossible: { total: totals.impossible, firstLines: impossibleLines },
  });

  return { add, told };
}

function inOrderOfTheFile(a: NotCaptured, b: NotCaptured): number {
  const columns = positionOf(a.column) - positionOf(b.column);
  return columns === 0 ? b.lines - a.lines : columns;
}
