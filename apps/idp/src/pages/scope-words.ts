/** What a scope lets a program do, as a person would say it. */
const WORDS: Readonly<Record<string, string>> = {
  openid: 'know who you are',
  company: 'know for which company you act, and your roles there',
  offline_access: 'go on while you are away, until you or an administrator ends it',
  'inventory:read': 'see stock, items and reorders',
  'inventory:reorder': 'ask for reorders and cancel them',
  'inventory:transfer': 'ask for transfers between warehouses',
  'inventory:adjust': 'ask for corrections of recorded stock',
  'logistics:read': 'see shipments, carriers and delays',
  'logistics:reroute': 'ask for another route of a shipment or driver',
  'logistics:assign': 'ask for drivers to be assigned',
  'logistics:own': 'see your own shipments',
  'orders:own': 'see your own orders',
  'returns:own': 'see your own returns',
  'returns:request': 'ask to send something back that you bought',
  'payments:own': 'see what you paid and what goes back to you',
  'orders:read': 'see orders',
  'orders:flag': 'ask for orders to be flagged or cleared',
  'orders:split': 'ask for shipments to be split',
  'returns:read': 'see returns',
  'returns:approve': 'ask for returns to be approved',
  'returns:label': 'ask for return labels',
  'payments:read': 'see invoices and payments',
  'payments:propose': 'propose payments',
  'payments:release': 'ask for payments to be released',
  'payments:refund': 'ask for refunds',
};

/** A scope that has no words yet is said by its name, never left out. */
export function inWords(scope: string): string {
  const known = WORDS[scope];
  if (known !== undefined) return known;
  const [server = scope, what = ''] = scope.split(':');
  return `do what ${server} calls “${what.replace(/[_-]/g, ' ')}”`;
}
