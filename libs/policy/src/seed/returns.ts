import { byAmount, byConsent, byCustomersMoney, type FoundingRule } from './rule.ts';

export function returnsRules(currency: string): readonly FoundingRule[] {
  const of = (tool: string) => ({ server: 'returns', tool, currency });
  return [
    ...byAmount(of('approve_return')),
    ...byCustomersMoney(of('reject_return'), 100_00),
    ...byAmount(of('issue_label')),
    ...byConsent(of('void_label')),
    // What a customer asks for pays nothing; what is worth much a person of the company agrees to before it is opened.
    ...byAmount(of('request_return')),
  ];
}
