import { ok, refuse } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { wholeReturn } from '../answers/return-whole.ts';
import { UNKNOWN_RETURN } from '../domain/refusals.ts';
import { readReturn } from '../store/returns.ts';

export const rmaResource: ResourceTemplate = {
  name: 'rma',
  title: 'A return',
  description: 'One return whole, word for word as get_return answers it.',
  uriTemplate: 'returns://rma/{id}',
  watchable: true,
  scopes: ['returns:read'],
  async read(id, { tx, clock }) {
    const rma = await readReturn(tx, id);
    return rma === undefined ? refuse(UNKNOWN_RETURN) : ok(wholeReturn(rma, clock()));
  },
};
