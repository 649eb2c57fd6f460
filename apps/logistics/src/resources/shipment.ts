import { ok, refuse } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { readShipmentAnswer } from '../answers/shipment-answer.ts';
import { UNKNOWN_SHIPMENT } from '../domain/refusals.ts';

export const shipmentResource: ResourceTemplate = {
  name: 'shipment',
  title: 'A shipment',
  description:
    'One shipment as track_shipment answers it: where it is, what happened to it, when it is expected, and what waits for it.',
  uriTemplate: 'logistics://shipment/{id}',
  watchable: true,
  scopes: ['logistics:read'],
  async read(id, { tx, clock }) {
    const answer = await readShipmentAnswer(tx, id, clock());
    return answer === undefined ? refuse(UNKNOWN_SHIPMENT) : ok(answer);
  },
};
