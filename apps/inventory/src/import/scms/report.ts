import type { UntrustedText, WireMoney } from '@supercargo/kernel';

/** How many rows of a table the import found: made by it, made different by it, or there already just so. */
export interface RowCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** A word where a value belongs: kept as said, null wherever a value is needed. */
export interface NotCaptured {
  readonly column: string;
  readonly word: string;
  readonly lines: number;
}

/** A value that is neither readable nor a known word: kept as it stood, null wherever a value is needed. */
export interface UnknownValue {
  readonly line: number;
  readonly column: string;
  readonly text: UntrustedText;
}

/** What the file says, told from reading it once without writing anything. */
export interface FileFacts {
  readonly fileSha256: string;
  readonly bytes: number;
  readonly lines: number;
  /** Lines that stand in the file more than once, word for word: kept once. */
  readonly linesRepeated: number;
  readonly orders: number;
  /** Names in the Vendor column: the suppliers, and the regional distribution centre where stock orders name it. */
  readonly vendors: number;
  readonly suppliers: number;
  readonly places: number;
  readonly items: number;
  /** The sum of the line values that could be read. */
  readonly value: WireMoney;
  readonly notCaptured: readonly NotCaptured[];
  readonly unknown: { readonly total: number; readonly first: readonly UnknownValue[] };
  /** Purchases by whether their lead time is known. `impossible`: delivered before it was ordered, or more than ten years after. */
  readonly leadTimes: {
    readonly known: number;
    readonly notCaptured: number;
    readonly impossible: { readonly total: number; readonly firstLines: readonly number[] };
  };
  /** Columns beyond the data set's 33, kept with every line. */
  readonly columnsUnknown: readonly string[];
}

export interface ImportReport extends FileFacts {
  readonly source: 'scms';
  readonly file: string;
  readonly rows: {
    readonly suppliers: RowCounts;
    readonly warehouses: RowCounts;
    readonly items: RowCounts;
    readonly orderLines: RowCounts;
  };
  /** Items by what their last purchase told; those without any have neither price nor supplier. */
  readonly itemsPriced: number;
  readonly itemsWithLeadTime: number;
}
