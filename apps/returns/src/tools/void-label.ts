import { ok, refuse, sayName, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { labelFields } from '../answers/decided-fields.ts';
import { whoseText } from '../answers/decision-card.ts';
import { canLabelBecome } from '../domain/label.ts';
import { LABEL_NOT_ISSUED, notInState, UNKNOWN_LABEL } from '../domain/refusals.ts';
import { LabelResult, readReturn, readReturnOfLabel } from '../store/returns.ts';

export const voidLabel = defineWriteTool({
  name: 'void_label',
  title: 'Void a return label',
  description:
    'Asks to void the return label of goods that are not back yet, so that another can be issued. Nothing is voided by this call: it plans, and voids once a person approves.',
  scopes: ['returns:label'],
  input: z.strictObject({
    label_id: z.uuid().describe('The label_id that issue_label or get_return answered.'),
  }),
  reversibility: { kind: 'compensable', by: 'issue_label', until: 'the goods come back without a label' },
  execute: 'returns.void_label',
  async plan({ label_id: id }, { tx }) {
    const rma = await readReturnOfLabel(tx, id);
    if (rma === undefined) return refuse(UNKNOWN_LABEL);
    const { label } = rma;
    // Where another label counts, this one was voided before it.
    if (label?.id !== id || !canLabelBecome(label.state, 'voided')) return refuse(LABEL_NOT_ISSUED);
    if (rma.state !== 'label_issued') {
      return refuse(notInState(rma.state, 'a label whose goods are not back yet', 'label_id'));
    }
    return ok({
      effect: { label_id: id, rma_id: rma.id },
      guards: { label_state: label.state, rma_state: rma.state },
      amount: null,
      units: null,
      card: {
        sentence: `Void the label of ${sayName(label.carrierName, 60)} for ${whoseText(rma)}, which cost ${spoken(label.cost)}.`,
        changes: [
          { what: 'Label', before: label.state, after: 'voided' },
          { what: 'Return', before: 'label issued', after: 'approved' },
        ],
        guards: [
          { fact: 'label', value: label.state },
          { fact: 'goods', value: 'not back yet' },
        ],
        facts: [{ fact: 'Issued', value: label.issuedAt.toISOString(), as_of: label.issuedAt.toISOString() }],
        flags: [],
        undo: 'issue_label issues another, at the price of then',
      },
    });
  },
  async readBack(result, { tx }) {
    const { rma_id: id, label_id: labelId } = LabelResult.parse(result);
    return labelFields(id, labelId, await readReturn(tx, id));
  },
});
