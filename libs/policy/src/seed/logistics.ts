import { byAmount, byConsent, type FoundingRule } from './rule.ts';

export function logisticsRules(currency: string): readonly FoundingRule[] {
  const of = (tool: string) => ({ server: 'logistics', tool, currency });
  return [
    ...byAmount(of('reroute_shipment')),
    ...byConsent(of('cancel_reroute')),
    ...byConsent(of('reroute_driver')),
    ...byConsent(of('assign_driver')),
  ];
}
