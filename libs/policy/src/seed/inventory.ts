import { byAmount, byConsent, byUnits, type FoundingRule } from './rule.ts';

/** What changes stock is judged by its units: up to 100 consent, above one other person. */
export function inventoryRules(currency: string): readonly FoundingRule[] {
  const of = (tool: string) => ({ server: 'inventory', tool, currency });
  return [
    ...byAmount(of('create_reorder')),
    ...byConsent(of('cancel_reorder')),
    ...byUnits(of('adjust_stock'), 100),
    ...byUnits(of('transfer_stock'), 100),
  ];
}
