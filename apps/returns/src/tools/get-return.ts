import { ok, refuse } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { RmaId } from '../answers/arguments.ts';
import { WholeReturn, wholeReturn } from '../answers/return-whole.ts';
import { UNKNOWN_RETURN } from '../domain/refusals.ts';
import { readReturn } from '../store/returns.ts';

export const getReturn = defineReadTool({
  name: 'get_return',
  title: 'Get a return',
  description:
    'One return whole: what comes back, what the return policy says, what to look at, other returns of the customer and the order, label, refund as known here, and the next step.',
  scopes: ['returns:read'],
  input: z.strictObject({ rma_id: RmaId.describe('The number of the return, such as RMA-3001.') }),
  output: WholeReturn,
  async read({ rma_id: id }, { tx, clock }) {
    const rma = await readReturn(tx, id);
    return rma === undefined ? refuse(UNKNOWN_RETURN) : ok(wholeReturn(rma, clock()));
  },
});
