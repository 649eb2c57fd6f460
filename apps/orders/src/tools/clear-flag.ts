import { ok, refuse, sayName, untrusted } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { flaggedFields } from '../answers/flag-field.ts';
import { canBecome } from '../domain/flag.ts';
import { UNKNOWN_FLAG } from '../domain/refusals.ts';
import { FlaggedResult, readFlag, type Flag } from '../store/flags.ts';

/** What a flag says, as the effect function spells it: an event may say more by the time it is cleared. */
function saidText({ kind, severity, shipmentNumber, daysLate }: Flag): string {
  return `${kind} ${severity} ${shipmentNumber ?? '-'} ${daysLate?.toString() ?? '-'}`;
}

export const clearFlag = defineWriteTool({
  name: 'clear_flag',
  title: 'Clear a flag',
  description:
    'Asks to clear an open flag of an order, one that flag_order raised or one that came of a late shipment. Nothing is cleared by this call: it plans, and clears once a person approves.',
  scopes: ['orders:flag'],
  input: z.strictObject({
    flag_id: z.uuid().describe('The flag_id that flag_order, find_orders or get_order answered.'),
  }),
  reversibility: { kind: 'compensable', by: 'flag_order', until: 'somebody flags the same again' },
  execute: 'orders.clear_flag',
  async plan({ flag_id: id }, { tx }) {
    const flag = await readFlag(tx, id);
    if (flag === undefined) return refuse(UNKNOWN_FLAG);
    if (!canBecome(flag.state, 'cleared')) {
      return refuse({
        ...{ code: 'not_open', field: 'flag_id', reason: `the flag is ${flag.state}` },
        accepted: 'an open flag',
      });
    }
    const about = flag.shipmentNumber === null ? flag.kind : `${flag.kind} ${flag.shipmentNumber}`;
    const late = flag.daysLate === null ? [] : [{ fact: 'days late', value: flag.daysLate.toString() }];
    return ok({
      effect: { flag_id: flag.id },
      guards: { flag_state: flag.state, said: saidText(flag) },
      ...{ amount: null, units: null },
      card: {
        sentence: `Clear the flag ${about} of order ${flag.order}.`,
        changes: [{ what: `Flag ${about}`, before: `${flag.state}, ${flag.severity}`, after: 'cleared' }],
        guards: [{ fact: 'state', value: flag.state }, { fact: 'severity', value: flag.severity }, ...late],
        facts: [
          {
            fact: 'Raised',
            value: flag.raisedBy === 'event' ? 'by logistics' : 'by a request',
            as_of: flag.raisedAt.toISOString(),
          },
          ...(flag.note === null
            ? []
            : [{ fact: 'Note, not checked', value: sayName(flag.note, 280), as_of: flag.raisedAt.toISOString() }]),
        ],
        flags: [],
        undo: 'flag_order raises it again with the same kind, severity, note and shipment',
      },
    });
  },
  async readBack(result, { tx }) {
    const { flag_id: id } = FlaggedResult.parse(result);
    const flag = await readFlag(tx, id);
    const fields = flaggedFields(id, flag);
    if (flag === undefined) return fields;
    return { ...fields, note: flag.note === null ? null : untrusted('flag', flag.note) };
  },
});
