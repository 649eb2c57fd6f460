import type { OrderState } from './order.ts';

/** A line as far as a split needs it. Null: not recorded. */
export interface SplittableLine {
  readonly line: number;
  readonly quantity: number | null;
  readonly unsplit: number | null;
}

/** How many units of a line go first. */
export interface LineToSplit {
  readonly line: number;
  readonly quantity: number;
}

export interface LineSplit extends LineToSplit {
  readonly unsplit: number;
}

/** Why an order is not split so, and by which of the lines that were asked for. */
export type SplitProblem =
  | { readonly code: 'line_twice' | 'unknown_line' | 'quantity_not_recorded'; readonly line: number }
  | { readonly code: 'more_than_left'; readonly line: number; readonly left: number }
  | { readonly code: 'nothing_left' };

export type SplitDecision =
  { readonly ok: true; readonly lines: readonly LineSplit[] } | { readonly ok: false; readonly problem: SplitProblem };

function problemOf(
  asked: readonly LineToSplit[],
  lines: ReadonlyMap<number, SplittableLine>,
): SplitProblem | undefined {
  const seen = new Set<number>();
  for (const { line, quantity } of asked) {
    const known = lines.get(line);
    if (seen.has(line)) return { code: 'line_twice', line };
    seen.add(line);
    if (known === undefined) return { code: 'unknown_line', line };
    if (known.unsplit === null) return { code: 'quantity_not_recorded', line };
    if (quantity > known.unsplit) return { code: 'more_than_left', line, left: known.unsplit };
  }
  return undefined;
}

/**
 * Whether these quantities can ship separately: of lines that are there, no more than is in no part yet, and something of the order stays
 * behind. `unitsLeft` counts what is in no part, over all lines of the order.
 */
export function decideSplit(
  asked: readonly LineToSplit[],
  lines: readonly SplittableLine[],
  unitsLeft: number,
): SplitDecision {
  const byNumber = new Map(lines.map((line) => [line.line, line]));
  const problem = problemOf(asked, byNumber);
  if (problem !== undefined) return { ok: false, problem };
  if (asked.reduce((sum, { quantity }) => sum + quantity, 0) >= unitsLeft) {
    return { ok: false, problem: { code: 'nothing_left' } };
  }
  const split = asked.map((each) => ({ ...each, unsplit: byNumber.get(each.line)?.unsplit ?? 0 }));
  return { ok: true, lines: split.toSorted((a, b) => a.line - b.line) };
}

/** What of the lines is in no part, as the effect function spells it: `1:120 3:10`. */
export function unsplitText(lines: readonly LineSplit[]): string {
  return lines.map(({ line, unsplit }) => `${line.toString()}:${unsplit.toString()}`).join(' ');
}

/** Whether nothing of an order shipped yet, so that it can still be split or put together. */
export function isSplittable(state: OrderState): boolean {
  return state === 'placed' || state === 'allocated';
}
