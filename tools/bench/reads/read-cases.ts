import { allTools, type ServerDefinition } from '@supercargo/mcp-kit';
import { requestIdOf, requestsOf } from './request-load.ts';
import { WAREHOUSES } from './stock-load.ts';

/** How a read is asked for, in the how-manieth of many ways that are alike. */
export type ReadCase = {
  readonly name: string;
  /** Whether its rows are named by a key: then its time must not depend on how many others there are. */
  readonly keyed: boolean;
  readonly ask: (nth: number, items: number) => Ask;
};

export type Ask =
  | { readonly kind: 'tool'; readonly name: string; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: 'resource'; readonly uri: string };

/** Coprime to every size, so that one after the other they are far apart. */
const STRIDE = 7919;
const skuOf = (nth: number, items: number): string => `SKU-${String(1 + ((nth * STRIDE) % items)).padStart(6, '0')}`;
const requestOf = (nth: number, items: number): string => requestIdOf(1 + ((nth * STRIDE) % requestsOf(items)));
const warehouseOf = (nth: number): string => `WH-${1 + (nth % WAREHOUSES)}`;

type Inputs = Readonly<Record<string, unknown>>;

function tool(name: string, keyed: boolean, input: (nth: number, items: number) => Inputs, what = ''): ReadCase {
  return {
    name: what === '' ? name : `${name}, ${what}`,
    keyed,
    ask: (nth, items) => ({ kind: 'tool', name, input: input(nth, items) }),
  };
}

function resource(template: string, keyed: boolean, variable: (nth: number, items: number) => string): ReadCase {
  return {
    name: template,
    keyed,
    ask: (nth, items) => ({ kind: 'resource', uri: template.replace(/\{\w+\}/, variable(nth, items)) }),
  };
}

/** Every read tool and resource of Inventory, as its users ask. */
export const READ_CASES: readonly ReadCase[] = [
  tool('get_stock', true, (nth, items) => ({ sku: skuOf(nth, items) })),
  tool('forecast_stockout', true, (nth, items) => ({ sku: skuOf(nth, items) })),
  tool('find_items', false, () => ({}), 'the first page'),
  tool('find_items', false, (nth, items) => ({ text: `bag ${1 + ((nth * STRIDE) % items)}` }), 'by words'),
  tool('find_items', false, (nth) => ({ warehouse: warehouseOf(nth), supplier: 'SUP-7' }), 'by place and supplier'),
  tool('list_low_stock', false, () => ({})),
  tool('list_reorders', false, () => ({}), 'the first page'),
  tool('list_reorders', false, () => ({ states: ['open'] }), 'open ones'),
  tool('list_reorders', false, (nth, items) => ({ sku: skuOf(nth, items) }), 'of one item'),
  tool('get_inventory_request', true, (nth, items) => ({ request_id: requestOf(nth, items) })),
  tool('list_inventory_requests', false, () => ({}), 'the first page'),
  tool('list_inventory_requests', false, () => ({ states: ['waiting'] }), 'waiting ones'),
  resource('inventory://item/{sku}', true, skuOf),
  resource('inventory://low-stock', false, () => ''),
  resource('inventory://warehouse/{id}/stock', false, warehouseOf),
];

/** The cases of what this server has, and what it has without a case. Cases of what another server has are left out. */
export function casesOf(
  definition: ServerDefinition,
  cases: readonly ReadCase[] = READ_CASES,
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
