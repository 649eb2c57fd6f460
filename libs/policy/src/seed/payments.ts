import { byConsent, byTwoOfFinance, type FoundingRule } from './rule.ts';

export function paymentsRules(currency: string): readonly FoundingRule[] {
  const of = (tool: string) => ({ server: 'payments', tool, currency });
  return [
    ...byConsent(of('propose_payment')),
    ...byConsent(of('cancel_payment')),
    ...byTwoOfFinance(of('release_payment')),
    ...byTwoOfFinance(of('release_hold')),
    ...byTwoOfFinance(of('issue_refund')),
  ];
}
