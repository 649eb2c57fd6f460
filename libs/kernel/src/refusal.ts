/** Why a trade will not do something: a sentence of ours, the argument it is about, and what would be accepted. */
export interface TradeRefusal {
  readonly code: string;
  readonly reason: string;
  readonly field?: string;
  readonly accepted?: string;
}

/** Ids that a refusal can name, the first of them, and how many there are in all. */
export interface KnownIds {
  readonly ids: readonly string[];
  readonly total: number;
}

/** Ids as a refusal says what would be accepted; `otherwise` where there is none. */
export function sayIds({ ids, total }: KnownIds, otherwise: string): string {
  if (ids.length === 0) return otherwise;
  return `${ids.join(', ')}${total > ids.length ? ` … and ${(total - ids.length).toString()} more` : ''}`;
}
