import { ok, refuse } from '@supercargo/kernel';
import { defineReadTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { ShipmentArgument } from '../answers/arguments.ts';
import { readShipmentAnswer, ShipmentAnswer } from '../answers/shipment-answer.ts';
import { UNKNOWN_SHIPMENT } from '../domain/refusals.ts';

export const trackShipment = defineReadTool({
  name: 'track_shipment',
  title: 'Track a shipment',
  description:
    'One shipment by its ASN or DN: where it is, what happened to it, when it is expected and how late that is, what is in it and which orders wait for it, what it costs, how it was rerouted, and the call that would do most about a delay.',
  scopes: ['logistics:read'],
  input: z.strictObject({ shipment: ShipmentArgument }),
  output: ShipmentAnswer,
  async read({ shipment }, { tx, clock }) {
    const answer = await readShipmentAnswer(tx, shipment, clock());
    return answer === undefined ? refuse(UNKNOWN_SHIPMENT) : ok(answer);
  },
});
