import { repeatedColumn, type FileColumns, type Header, type HeaderProblem } from '../file/columns.ts';

/**
 * The columns of the SCMS delivery history, as its header names them, what each holds, and the words that the file's authors wrote where
 * a value was not captured. A word is known in its own column only: "Weight Captured Separately" is no date.
 */
export type Holds = 'id' | 'required' | 'text' | 'date' | 'money' | 'decimal' | 'packs';

/** What is said instead of a value: counted in the report under `label`, and told with what it says of the value. */
export interface Word {
  readonly label: string;
  readonly why: string;
  readonly isSaidBy: (text: string) => boolean;
}

function word(label: string, why: string): Word {
  return { label, why, isSaidBy: (text) => text === label };
}

const BLANK: Word = { label: '(blank)', why: 'the cell is blank', isSaidBy: (text) => text.trim() === '' };
const NOT_APPLICABLE = word('N/A', 'the file says that it does not apply');
const FROM_RDC = word(
  'N/A - From RDC',
  'the file says that it does not apply to what comes from the distribution centre',
);
const PRE_PQ = word('Pre-PQ Process', 'the file says that it was before there were price quotes');
const NOT_CAPTURED = word('Date Not Captured', 'the file says that it was not captured');
const DATE_WORDS: readonly Word[] = [BLANK, PRE_PQ, NOT_CAPTURED, FROM_RDC];
const WHY_ELSEWHERE = 'the file says that it stands on the line that it names';
const WEIGHED_APART = word('Weight Captured Separately', 'the file says that it was captured separately');
const FREIGHT_INCLUDED = word('Freight Included in Commodity Cost', 'the file says that the goods’ cost includes it');
const INVOICED_APART = word('Invoiced Separately', 'the file says that it was invoiced separately');
/** The value stands on another line, which the word names: 1,300 spellings of two words. */
const ELSEWHERE: readonly Word[] = [
  { label: 'See ASN-… (ID#:…)', why: WHY_ELSEWHERE, isSaidBy: (text) => /^See ASN-\d+ \(ID#:\d+\)$/.test(text) },
  { label: 'See DN-… (ID#:…)', why: WHY_ELSEWHERE, isSaidBy: (text) => /^See DN-\d+ \(ID#:\d+\)$/.test(text) },
];

export interface Column {
  readonly name: string;
  readonly holds: Holds;
  readonly words: readonly Word[];
}

export const COLUMNS = [
  { name: 'ID', holds: 'id', words: [] },
  { name: 'Project Code', holds: 'text', words: [BLANK] },
  { name: 'PQ #', holds: 'text', words: [BLANK, PRE_PQ] },
  { name: 'PO / SO #', holds: 'required', words: [] },
  { name: 'ASN/DN #', holds: 'text', words: [BLANK] },
  { name: 'Country', holds: 'text', words: [BLANK] },
  { name: 'Managed By', holds: 'text', words: [BLANK] },
  { name: 'Fulfill Via', holds: 'required', words: [] },
  { name: 'Vendor INCO Term', holds: 'text', words: [BLANK, FROM_RDC] },
  { name: 'Shipment Mode', holds: 'text', words: [BLANK, NOT_APPLICABLE] },
  { name: 'PQ First Sent to Client Date', holds: 'date', words: DATE_WORDS },
  { name: 'PO Sent to Vendor Date', holds: 'date', words: DATE_WORDS },
  { name: 'Scheduled Delivery Date', holds: 'date', words: DATE_WORDS },
  { name: 'Delivered to Client Date', holds: 'date', words: DATE_WORDS },
  { name: 'Delivery Recorded Date', holds: 'date', words: DATE_WORDS },
  { name: 'Product Group', holds: 'text', words: [BLANK] },
  { name: 'Sub Classification', holds: 'text', words: [BLANK] },
  { name: 'Vendor', holds: 'required', words: [] },
  { name: 'Item Description', holds: 'required', words: [] },
  { name: 'Molecule/Test Type', holds: 'text', words: [BLANK] },
  { name: 'Brand', holds: 'text', words: [BLANK] },
  { name: 'Dosage', holds: 'text', words: [BLANK, NOT_APPLICABLE] },
  { name: 'Dosage Form', holds: 'text', words: [BLANK] },
  { name: 'Unit of Measure (Per Pack)', holds: 'decimal', words: [BLANK] },
  { name: 'Line Item Quantity', holds: 'packs', words: [BLANK] },
  { name: 'Line Item Value', holds: 'money', words: [BLANK] },
  { name: 'Pack Price', holds: 'money', words: [BLANK] },
  { name: 'Unit Price', holds: 'money', words: [BLANK] },
  { name: 'Manufacturing Site', holds: 'text', words: [BLANK] },
  { name: 'First Line Designation', holds: 'text', words: [BLANK] },
  { name: 'Weight (Kilograms)', holds: 'decimal', words: [BLANK, WEIGHED_APART, ...ELSEWHERE] },
  {
    name: 'Freight Cost (USD)',
    holds: 'money',
    words: [BLANK, FREIGHT_INCLUDED, INVOICED_APART, ...ELSEWHERE],
  },
  { name: 'Line Item Insurance (USD)', holds: 'money', words: [BLANK] },
] as const satisfies readonly Column[];

export type ColumnName = (typeof COLUMNS)[number]['name'];

/** The columns that hold values of a kind. */
export type ColumnOf<Kind extends Holds> = Extract<(typeof COLUMNS)[number], { readonly holds: Kind }>['name'];

/** One of them. */
export interface KnownColumn extends Column {
  readonly name: ColumnName;
}

const POSITIONS: ReadonlyMap<string, number> = new Map(COLUMNS.map(({ name }, at) => [name, at]));

/** Where the file's authors put the column; unknown columns come last. */
export function positionOf(name: string): number {
  return POSITIONS.get(name) ?? COLUMNS.length;
}

function isColumnName(name: string): boolean {
  return POSITIONS.has(name);
}

/** Reads the first record of the file: every column once, in any order, and perhaps others. */
function readHeader(names: readonly string[]): Header | HeaderProblem {
  const columns = COLUMNS.map(({ name }) => name).filter((name) => !names.includes(name));
  if (columns.length > 0) return { code: 'column-missing', columns };
  const column = repeatedColumn(names);
  if (column !== undefined) return { code: 'column-repeated', column };
  return { names, unknown: names.filter((name) => !isColumnName(name)) };
}

export const SCMS_COLUMNS: FileColumns = { readHeader, nameOf: (name) => (isColumnName(name) ? name : undefined) };
