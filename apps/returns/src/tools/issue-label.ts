import { ok, refuse, sayName, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { PartnerId, RmaId } from '../answers/arguments.ts';
import { labelFields } from '../answers/decided-fields.ts';
import { itemsText, whoseText } from '../answers/decision-card.ts';
import { notInState, UNKNOWN_RETURN, unknownCarrier } from '../domain/refusals.ts';
import { canBecome } from '../domain/rma.ts';
import { carrierIds, readCarrier } from '../store/partners.ts';
import { LabelResult, readReturn } from '../store/returns.ts';

export const issueLabel = defineWriteTool({
  name: 'issue_label',
  title: 'Issue a return label',
  description:
    'Asks for the return label of an approved return from a carrier at its recorded price, which the company pays. Nothing is issued by this call: it plans, and issues exactly that once a person approves.',
  scopes: ['returns:label'],
  input: z.strictObject({
    rma_id: RmaId.describe('The number of an approved return, such as RMA-3003.'),
    carrier: PartnerId.describe('The id of the carrier that brings the goods back, such as CAR-SWIFT.'),
  }),
  reversibility: { kind: 'compensable', by: 'void_label', until: 'the goods are back' },
  execute: 'returns.issue_label',
  async plan({ rma_id: id, carrier: carrierId }, { tx, clock, newId }) {
    const [rma, carrier] = await Promise.all([readReturn(tx, id), readCarrier(tx, carrierId)]);
    if (rma === undefined) return refuse(UNKNOWN_RETURN);
    if (!canBecome(rma.state, 'label_issued')) {
      return refuse(notInState(rma.state, 'a return that is approved and has no label yet'));
    }
    if (carrier === undefined) return refuse(unknownCarrier(await carrierIds(tx)));
    const { labelPrice: price } = carrier;
    return ok({
      effect: { label_id: newId(), rma_id: id, carrier_id: carrierId },
      guards: { rma_state: rma.state, label_price: `${price.minor.toString()} ${price.currency}` },
      amount: price,
      units: null,
      card: {
        sentence: `Issue a label of ${sayName(carrier.name, 60)} for ${whoseText(rma)}, for ${spoken(price)}.`,
        changes: [{ what: 'Return', before: rma.state, after: 'label issued' }],
        guards: [
          { fact: 'state', value: rma.state },
          { fact: 'price of a label', value: spoken(price) },
        ],
        facts: [
          { fact: 'Order', value: rma.orderNumber, as_of: clock().toISOString() },
          { fact: 'Comes back', value: itemsText(rma), as_of: clock().toISOString() },
        ],
        flags: rma.label === null ? [] : ['it had a label before, which was voided'],
        undo: 'void_label voids the label until the goods are back',
      },
    });
  },
  async readBack(result, { tx }) {
    const { rma_id: id, label_id: labelId } = LabelResult.parse(result);
    return labelFields(id, labelId, await readReturn(tx, id));
  },
});
