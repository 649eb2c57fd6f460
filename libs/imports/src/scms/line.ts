import { canonicalText } from '@supercargo/audit';
import { daysBetween, ok, refuse, type Result } from '@supercargo/kernel';
import { isDecimal, readCents, readPacks } from './amounts.ts';
import { COLUMNS, type ColumnName, type ColumnOf, type KnownColumn } from './columns.ts';
import { readDate, type IsoDate } from './dates.ts';
import { RDC } from './rdc.ts';
import { REASON_OF_PLACE, reasonOfLeadTime, reasonOfUnknown, reasonOfWord } from './reasons.ts';
import type { FileLine } from '../file/read.ts';
import type { ImportRefusal } from '../file/refusal.ts';

/** The longest lead time that is taken for one: ten years. */
const LEAD_TIME_DAYS_MAX = 3650;

/** One line of an order, as far as it could be read. What the file does not say, or says in words, is null. */
export interface ScmsLine {
  readonly lineId: string;
  readonly lineNumber: number;
  readonly orderNumber: string;
  /** `purchase`: dropped directly by its vendor. `stock`: filled from the RDC. */
  readonly kind: 'purchase' | 'stock';
  readonly vendor: string;
  readonly description: string;
  readonly packs: bigint | null;
  readonly valueCents: bigint | null;
  /** Of one pack. */
  readonly priceCents: bigint | null;
  readonly orderedOn: IsoDate | null;
  readonly scheduledOn: IsoDate | null;
  readonly deliveredOn: IsoDate | null;
  /** From order to delivery, of purchases only. */
  readonly leadTimeDays: number | null;
  /** Every column of the line as it stood, as canonical JSON text. */
  readonly columns: string;
  /** Any other column: a text as it stands, */
  readonly text: (column: ColumnOf<'text'>) => string | null;
  /** a day, */
  readonly date: (column: ColumnOf<'date'>) => IsoDate | null;
  /** an amount in cents of `SCMS_CURRENCY`, */
  readonly cents: (column: ColumnOf<'money'>) => bigint | null;
  /** or a plain decimal number of zero or more, such as `12.5`. */
  readonly decimal: (column: ColumnOf<'decimal'>) => string | null;
}

/** A value of a line that the report tells. */
export type Remark = {
  readonly column: ColumnName;
  /** The value as it stands there. */
  readonly text: string;
  /** Why nothing but the text is kept, in our words. */
  readonly reason: string;
} & ({ readonly kind: 'word'; readonly word: string } | { readonly kind: 'unknown' } | { readonly kind: 'lead-time' });

export interface ParsedLine {
  readonly order: ScmsLine;
  readonly remarks: readonly Remark[];
}

interface Reading {
  readonly cents: Map<string, bigint>;
  readonly dates: Map<string, IsoDate>;
  readonly texts: Map<string, string>;
  readonly remarks: Remark[];
  packs: bigint | null;
}

/** Reads one record. Refuses only what leaves no line to keep, or says that the file is not what it claims to be. */
export function parseLine(file: string, { line, columns }: FileLine): Result<ParsedLine, ImportRefusal> {
  const said = (name: ColumnName): string => columns[name] ?? '';
  const problem = identityProblem(said);
  if (problem !== undefined) return refuse({ code: 'value', file, line, ...problem });
  const reading: Reading = { cents: new Map(), dates: new Map(), texts: new Map(), remarks: [], packs: null };
  for (const column of COLUMNS) {
    const accepted = readColumn(column, said(column.name), reading);
    if (accepted !== undefined) return refuse({ code: 'value', file, line, column: column.name, accepted });
  }
  const kind = said('Fulfill Via') === 'Direct Drop' ? 'purchase' : 'stock';
  if (kind === 'stock' && said('Vendor') !== RDC.vendor) {
    reading.remarks.push({ kind: 'unknown', column: 'Vendor', text: said('Vendor'), reason: REASON_OF_PLACE });
  }
  const orderedOn = reading.dates.get('PO Sent to Vendor Date') ?? null;
  const deliveredOn = reading.dates.get('Delivered to Client Date') ?? null;
  const order: ScmsLine = {
    lineId: said('ID'),
    lineNumber: line,
    orderNumber: said('PO / SO #'),
    kind,
    vendor: said('Vendor'),
    description: said('Item Description'),
    packs: reading.packs,
    valueCents: reading.cents.get('Line Item Value') ?? null,
    priceCents: reading.cents.get('Pack Price') ?? null,
    orderedOn,
    scheduledOn: reading.dates.get('Scheduled Delivery Date') ?? null,
    deliveredOn,
    leadTimeDays: kind === 'purchase' ? leadTime(orderedOn, deliveredOn, said, reading.remarks) : null,
    columns: canonicalText(columns),
    text: (column) => reading.texts.get(column) ?? null,
    date: (column) => reading.dates.get(column) ?? null,
    cents: (column) => reading.cents.get(column) ?? null,
    decimal: (column) => reading.texts.get(column) ?? null,
  };
  return ok({ order, remarks: reading.remarks });
}

type Problem = { readonly column: ColumnName; readonly accepted: string };

const LENGTHS_MAX: readonly (readonly [ColumnName, number])[] = [
  ['PO / SO #', 64],
  ['Vendor', 200],
  ['Item Description', 500],
];

/** What tells which line, order, item and supplier it is has to be there. */
function identityProblem(said: (name: ColumnName) => string): Problem | undefined {
  if (!/^\d{1,18}$/.test(said('ID'))) return { column: 'ID', accepted: 'a number of at most 18 digits' };
  for (const [column, charactersMax] of LENGTHS_MAX) {
    const { length } = said(column);
    const blank = said(column).trim() === '';
    if (blank || length > charactersMax) return { column, accepted: `a text of 1 to ${charactersMax} characters` };
  }
  if (!['Direct Drop', 'From RDC'].includes(said('Fulfill Via'))) {
    return { column: 'Fulfill Via', accepted: '"Direct Drop" or "From RDC"' };
  }
  if (said('Fulfill Via') === 'Direct Drop' && said('Vendor') === RDC.vendor) {
    return { column: 'Vendor', accepted: 'for "Direct Drop" a vendor, which the regional distribution centre is not,' };
  }
  return undefined;
}

/** Reads a value into `reading`, or notes why it stays text. Gives what would be accepted where the file must be refused. */
function readColumn({ name, holds, words }: KnownColumn, text: string, reading: Reading): string | undefined {
  const word = words.find(({ isSaidBy }) => isSaidBy(text));
  if (word !== undefined) {
    reading.remarks.push({ kind: 'word', column: name, word: word.label, text, reason: reasonOfWord(holds, word) });
    return undefined;
  }
  const unknown: Remark = { kind: 'unknown', column: name, text, reason: reasonOfUnknown(holds) };
  if (holds === 'packs') {
    const packs = readPacks(text);
    if (packs.kind === 'impossible') return 'a whole number of packs, zero or more,';
    if (packs.kind === 'packs') reading.packs = packs.packs;
    else reading.remarks.push(unknown);
    return undefined;
  }
  if (!isRead(name, holds, text, reading)) reading.remarks.push(unknown);
  return undefined;
}

function isRead(name: string, holds: Exclude<KnownColumn['holds'], 'packs'>, text: string, reading: Reading): boolean {
  switch (holds) {
    case 'date': {
      const date = readDate(text);
      if (date !== undefined) reading.dates.set(name, date);
      return date !== undefined;
    }
    case 'money': {
      const cents = readCents(text);
      if (cents !== undefined) reading.cents.set(name, cents);
      return cents !== undefined;
    }
    case 'decimal':
      if (isDecimal(text)) reading.texts.set(name, text);
      return isDecimal(text);
    case 'text':
      reading.texts.set(name, text);
      return true;
    case 'id':
    case 'required':
      return true;
  }
}

/** A delivery before its order, or ten years after, is kept in both dates and makes no lead time. */
function leadTime(
  orderedOn: IsoDate | null,
  deliveredOn: IsoDate | null,
  said: (name: ColumnName) => string,
  remarks: Remark[],
): number | null {
  if (orderedOn === null || deliveredOn === null) return null;
  const days = daysBetween(orderedOn, deliveredOn);
  if (days >= 0 && days <= LEAD_TIME_DAYS_MAX) return days;
  const column = 'Delivered to Client Date';
  remarks.push({ kind: 'lead-time', column, text: said(column), reason: reasonOfLeadTime(days) });
  return null;
}
