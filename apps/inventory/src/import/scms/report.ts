import type { UntrustedText, WireMoney } from '@supercargo/kernel';
import type { FileFacts } from '../staging/source.ts';
import type { RowCounts } from '../staging/report.ts';

/** A word where a value belongs: kept as said, null wherever a value is needed. */
export interface NotCaptured {
  readonly column: string;
  readonly word: string;
  /** Why, in our words. */
  readonly reason: string;
  readonly lines: number;
}

/** A value that is neither readable nor a known word: kept as it stood, null wherever a value is needed. */
export interface UnknownValue {
  readonly line: number;
  readonly column: string;
  readonly text: UntrustedText;
  readonly reason: string;
}

/** What the lines say, told as they were read. */
export interface LineFacts {
  readonly places: number;
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
}

/** How many different ones the lines name. */
export interface NamedCounts {
  readonly orders: number;
  /** Names in the Vendor column: the suppliers, and the regional distribution centre where stock orders name it. */
  readonly vendors: number;
  readonly suppliers: number;
  readonly items: number;
}

export interface ImportReport extends FileFacts, NamedCounts, LineFacts {
  readonly source: 'scms';
  readonly file: string;
  /** Lines that an import which did not end had staged before this one went on. */
  readonly resumedAfter: number;
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
