import { isVisible, ok, refuse, sayName } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { OrderNumber, ShipmentNumber } from '../answers/arguments.ts';
import { flaggedFields } from '../answers/flag-field.ts';
import { FLAG_KINDS, FLAG_SEVERITIES } from '../domain/flag.ts';
import { UNKNOWN_ORDER } from '../domain/refusals.ts';
import { FlaggedResult, readFlag, readOpenFlag } from '../store/flags.ts';
import { readOrder } from '../store/orders.ts';

export const flagOrder = defineWriteTool({
  name: 'flag_order',
  title: 'Flag an order',
  description:
    'Asks to put a flag on an order, so that everybody who looks at it knows why it needs a person. An order has one open flag of a kind, of late shipments one for each. Nothing is flagged by this call: it plans, and flags once a person approves.',
  scopes: ['orders:flag'],
  input: z.strictObject({
    order: OrderNumber,
    kind: z
      .enum(FLAG_KINDS)
      .describe('What it is about: late_shipment, address, credit, quality, customer_request, other.'),
    severity: z
      .enum(FLAG_SEVERITIES)
      .default('warning')
      .describe('How much it matters: notice, warning, critical; warning when left out.'),
    note: z
      .string()
      .min(1)
      .max(280)
      .refine(isVisible)
      .optional()
      .describe('What others should know, in 280 characters.'),
    shipment: ShipmentNumber.optional().describe('Of a late_shipment the shipment’s number, such as SHP-2002.'),
  }),
  reversibility: { kind: 'compensable', by: 'clear_flag', until: 'the flag is cleared' },
  execute: 'orders.flag_order',
  async plan({ order: number, kind, severity, note, shipment }, { tx, newId, clock }) {
    if (shipment !== undefined && kind !== 'late_shipment') {
      return refuse({
        ...{ code: 'no_shipment', field: 'shipment', reason: 'only a late_shipment is about a shipment' },
        accepted: 'no shipment, or the kind late_shipment',
      });
    }
    const [order, open] = await Promise.all([readOrder(tx, number), readOpenFlag(tx, number, kind, shipment ?? null)]);
    if (order === undefined) return refuse(UNKNOWN_ORDER);
    const about = shipment === undefined ? kind : `${kind} ${shipment}`;
    if (open !== undefined) {
      return refuse({
        ...{ code: 'already_flagged', field: 'kind', reason: `the order has an open flag ${about}` },
        accepted: `another kind, or clear_flag ${open.id} first`,
      });
    }
    const asOf = clock().toISOString();
    return ok({
      effect: {
        ...{ flag_id: newId(), order: number, kind, severity },
        ...{ note: note?.normalize('NFC') ?? null, shipment: shipment ?? null },
      },
      guards: { open_flag: 'none' },
      ...{ amount: null, units: null },
      card: {
        sentence: `Flag order ${number} as ${about}, ${severity}.`,
        changes: [{ what: 'Open flags', before: order.flagsOpen.toString(), after: (order.flagsOpen + 1).toString() }],
        guards: [{ fact: `open flag ${about}`, value: 'none' }],
        facts: [
          ...(order.customerName === null
            ? []
            : [{ fact: 'Customer', value: sayName(order.customerName), as_of: asOf }]),
          { fact: 'Order', value: `${order.state}, promised for ${order.promisedOn ?? 'no day'}`, as_of: asOf },
          ...(note === undefined ? [] : [{ fact: 'Note, not checked', value: sayName(note, 280), as_of: asOf }]),
        ],
        flags: [],
        undo: 'clear_flag clears it',
      },
    });
  },
  async readBack(result, { tx }) {
    const { flag_id: id } = FlaggedResult.parse(result);
    return flaggedFields(id, await readFlag(tx, id));
  },
});
