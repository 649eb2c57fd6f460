import { ok, refuse } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { OrderNumber } from '../answers/arguments.ts';
import { ORDER_WHOLE, orderWhole } from '../answers/order-whole.ts';
import { UNKNOWN_ORDER } from '../domain/refusals.ts';

export const getOrder = defineReadTool({
  name: 'get_order',
  title: 'Get an order',
  description:
    'One order whole: its lines, the parts that ship separately, its flags, the shipments that are known to carry it, how late it is and what would bring it on. What nobody recorded is said to be not recorded; it is not zero.',
  scopes: ['orders:read'],
  input: z.strictObject({ order: OrderNumber }),
  output: z.strictObject(ORDER_WHOLE),
  async read({ order }, { tx, clock }) {
    const whole = await orderWhole(tx, order, clock());
    return whole === undefined ? refuse(UNKNOWN_ORDER) : ok(whole);
  },
});
