import type { Budget, BudgetName, Budgets, Charge, Limits, Unspent } from './limits.ts';
import { Windows } from './windows.ts';

function share({ calls, seconds }: Budget, replicas: number): Budget {
  return { calls: Math.max(1, Math.floor(calls / replicas)), seconds };
}

/** What one of so many replicas lets through by itself. Rounded down, so that together they stay within it, but never to nothing. */
export function shareOf({ tenant, person, customer, tool, requests }: Budgets, replicas: number): Budgets {
  return {
    tenant: share(tenant, replicas),
    person: share(person, replicas),
    customer: share(customer, replicas),
    tool: share(tool, replicas),
    requests: share(requests, replicas),
  };
}

/** How counting in memory may differ in a test. */
export interface MemoryOptions {
  /** Milliseconds, only going forward. */
  readonly now?: () => number;
  readonly openedMax?: number;
}

/** Counts in this process. Nothing waits between looking and taking, so that calls at the same time cannot pass a budget together. */
export function memoryLimits(budgets: Budgets, options: MemoryOptions = {}): Limits {
  const { now: clock = () => performance.now(), openedMax } = options;
  const kept: Readonly<Record<BudgetName, Windows>> = {
    tenant: new Windows(budgets.tenant, openedMax),
    person: new Windows(budgets.person, openedMax),
    customer: new Windows(budgets.customer, openedMax),
    tool: new Windows(budgets.tool, openedMax),
  };
  return {
    requests: budgets.requests,
    spend: (charges) => spend(kept, charges, clock()),
    check: () => Promise.resolve(true),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function spend(
  kept: Readonly<Record<BudgetName, Windows>>,
  charges: readonly Charge[],
  now: number,
): Unspent | undefined {
  let spent: { readonly spent: BudgetName; readonly waitMs: number } | undefined;
  let isFull = false;
  for (const { budget, whose } of charges) {
    const windows = kept[budget];
    const window = windows.find(whose, now);
    if (window === undefined) isFull ||= windows.isFull;
    else if (window.used >= windows.calls && window.endsAt - now > (spent?.waitMs ?? 0)) {
      spent = { spent: budget, waitMs: window.endsAt - now };
    }
  }
  if (spent !== undefined) return spent;
  if (isFull) return { spent: 'uncounted' };
  for (const { budget, whose } of charges) {
    const window = kept[budget].find(whose, now);
    if (window === undefined) kept[budget].open(whose, now);
    else window.used += 1;
  }
  return undefined;
}
