import { byConsent, type FoundingRule } from './rule.ts';

export function ordersRules(currency: string): readonly FoundingRule[] {
  const of = (tool: string) => ({ server: 'orders', tool, currency });
  return [...byConsent(of('flag_order')), ...byConsent(of('clear_flag')), ...byConsent(of('split_shipment'))];
}
