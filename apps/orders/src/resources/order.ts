import { ok, refuse } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { orderWhole } from '../answers/order-whole.ts';
import { UNKNOWN_ORDER } from '../domain/refusals.ts';

export const orderResource: ResourceTemplate = {
  name: 'order',
  title: 'An order',
  description:
    'One order with its lines, parts, flags and the shipments that are known to carry it, as get_order answers it.',
  uriTemplate: 'orders://order/{id}',
  watchable: true,
  scopes: ['orders:read'],
  async read(number, { tx, clock }) {
    const whole = await orderWhole(tx, number, clock());
    return whole === undefined ? refuse(UNKNOWN_ORDER) : ok(whole);
  },
};
