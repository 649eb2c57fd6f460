import type { UntrustedText, WireMoney } from '@supercargo/kernel';
import type { FileFacts } from '../staging/source.ts';
import type { ScmsWritten } from './trade.ts';

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

/** What came of a file in one server. `Rows` and `Counts` are what that server calls its tables and what it counts beside them. */
export type ScmsReport<Rows extends string = string, Counts extends string = never> = FileFacts &
  LineFacts &
  Readonly<Record<Counts, number>> &
  Omit<ScmsWritten<Rows, Counts>, 'counts'> & {
    readonly server: string;
    readonly source: 'scms';
    readonly file: string;
    /** Lines that an import which did not end had staged before this one went on. */
    readonly resumedAfter: number;
  };
