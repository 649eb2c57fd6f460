import type { TenantTx } from '@supercargo/tenancy';
import type { RowCounts } from '../staging/report.ts';
import type { Run } from '../staging/source.ts';
import type { ColumnName } from './columns.ts';
import type { ScmsLine } from './line.ts';
import type { LineFacts } from './report.ts';

/** What a server made of the file. */
export interface ScmsWritten<Rows extends string = string, Counts extends string = string> {
  /** By the table, as `orderLines`: told in this order. */
  readonly rows: Readonly<Record<Rows, RowCounts>>;
  /** Other numbers for whoever reads JSON or the audit log, as `itemsPriced`. */
  readonly counts: Readonly<Record<Counts, number>>;
  /** What the file names, for whoever reads at a terminal, such as `6,233 orders`. */
  readonly names: readonly string[];
  /** What else is to be said of the rows, one sentence each. */
  readonly says: readonly string[];
}

/** A line on which the file cannot be taken, and what is accepted instead, as the middle of the sentence "… is accepted". */
export interface ScmsProblem {
  readonly line: number;
  readonly column: ColumnName;
  readonly accepted: string;
}

/** What a server takes from the SCMS delivery history. Reading, staging, resuming and telling are the same for all. */
export interface ScmsTrade<Rows extends string = string, Counts extends string = string> {
  /** Another number whenever the same line would be staged otherwise. */
  readonly format: number;
  /** Whether every column as it stood is staged beside `line`, as the text of an object `columns`. */
  readonly keepsColumns: boolean;
  /** What is staged of a line, as `line`. Amounts as text: JSON numbers would be read as floats by anything in between. */
  readonly rowOf: (line: ScmsLine) => Readonly<Record<string, string | number | null>>;
  /** Looks at all staged lines together, before any is written. Writes nothing. */
  readonly check?: (tx: TenantTx, run: Run) => Promise<ScmsProblem | undefined>;
  /** Turns all staged lines into rows of the trade. A second time it changes nothing. */
  readonly write: (tx: TenantTx, run: Run, facts: LineFacts) => Promise<ScmsWritten<Rows, Counts>>;
}
