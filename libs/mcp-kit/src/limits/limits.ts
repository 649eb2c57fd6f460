/** Whose calls a budget counts together: a company's, a person's, a customer's, or those of one tool by one person. */
export type BudgetName = 'tenant' | 'person' | 'customer' | 'tool';

/** So many calls within so many seconds of the first of them. */
export interface Budget {
  readonly calls: number;
  readonly seconds: number;
}

/** What a server lets through. `requests` are those of any kind by one person, over HTTP, at one process. */
export type Budgets = Readonly<Record<BudgetName | 'requests', Budget>>;

/**
 * Far above what people and agents do, and a bound on a runaway one. A person has more than a tool, and a company more than a person, so
 * that nobody spends alone what belongs to all.
 */
export const DEFAULT_BUDGETS: Budgets = {
  tenant: { calls: 20_000, seconds: 10 },
  person: { calls: 5_000, seconds: 10 },
  customer: { calls: 5_000, seconds: 10 },
  tool: { calls: 2_000, seconds: 10 },
  requests: { calls: 10_000, seconds: 10 },
};

/** The same for each of them. */
export function everyBudget(budget: Budget): Budgets {
  return { tenant: budget, person: budget, customer: budget, tool: budget, requests: budget };
}

/** What one call takes one from: a budget, and whose it is. */
export interface Charge {
  readonly budget: BudgetName;
  /** Unlike that of anybody else within the budget. */
  readonly whose: string;
}

/** Why a call goes no further: a budget that is spent for so long, or that nothing can be counted now. */
export type Unspent = { readonly spent: BudgetName; readonly waitMs: number } | { readonly spent: 'uncounted' };

/** What counts calls. */
export interface Limits extends AsyncDisposable {
  /** Of what HTTP counts before the protocol, in this process alone. */
  readonly requests: Budget;
  /**
   * Takes one from all of these budgets, or from none of them where one is spent. Where several are, the answer is that which takes longest,
   * so that whoever waits as long is not refused again for what was known. Never throws: what cannot be counted is refused.
   */
  spend(charges: readonly Charge[]): Unspent | undefined | Promise<Unspent | undefined>;
  /** Whether calls can be counted now. */
  check(): Promise<boolean>;
}
