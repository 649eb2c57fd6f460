import { SERVERS, type ServerName } from '@supercargo/kernel';
import { allTools, type ServerDefinition } from '@supercargo/mcp-kit';
import { list, one, pages, type ReadCase } from './case.ts';
import { INVENTORY_CASES } from './cases/inventory.ts';
import { LOGISTICS_CASES } from './cases/logistics.ts';
import { ORDERS_CASES } from './cases/orders.ts';
import { PAYMENTS_CASES } from './cases/payments.ts';
import { RETURNS_CASES } from './cases/returns.ts';
import { requestIdOf } from './loads/requests.ts';
import { numberOf } from './names.ts';

const REQUEST = 'approval.request';

/** The reads that every server has. */
const requestCases = (server: ServerName): readonly ReadCase[] => [
  one(`get_${server}_request`, REQUEST, (nth, { requests }) => ({ request_id: requestIdOf(numberOf(nth, requests)) })),
  list(`list_${server}_requests`, REQUEST, 'first page'),
  pages(`list_${server}_requests`, REQUEST),
  list(`list_${server}_requests`, REQUEST, 'waiting', () => ({ states: ['waiting'] })),
];

/** Every read tool and resource of a server, as its users ask. */
export const READ_CASES: Readonly<Record<ServerName, readonly ReadCase[]>> = {
  inventory: [...INVENTORY_CASES, ...requestCases('inventory')],
  logistics: [...LOGISTICS_CASES, ...requestCases('logistics')],
  orders: [...ORDERS_CASES, ...requestCases('orders')],
  returns: [...RETURNS_CASES, ...requestCases('returns')],
  payments: [...PAYMENTS_CASES, ...requestCases('payments')],
};

/** The cases of what this server has, and what it has without a case. A case of what it has not is left out. */
export function casesOf(
  definition: ServerDefinition,
  cases: readonly ReadCase[] = SERVERS.flatMap((server) => (server === definition.name ? READ_CASES[server] : [])),
): { readonly cases: readonly ReadCase[]; readonly missing: readonly string[] } {
  const offered = [
    ...allTools(definition)
      .filter(({ effect }) => effect === 'read')
      .map(({ name }) => name),
    ...definition.resources.map(({ uriTemplate }) => uriTemplate),
  ];
  const nameOf = ({ name }: ReadCase): string => name.split(',')[0] ?? name;
  return {
    cases: cases.filter((each) => offered.includes(nameOf(each))),
    missing: offered.filter((name) => !cases.some((each) => nameOf(each) === name)),
  };
}
