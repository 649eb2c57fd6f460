import { ok, refuse, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { RmaId } from '../answers/arguments.ts';
import { decidedFields } from '../answers/decided-fields.ts';
import { decisionFlags, factsOf, itemsText, whoseText } from '../answers/decision-card.ts';
import { NO_LINES, notInState, UNKNOWN_RETURN } from '../domain/refusals.ts';
import { canBecome } from '../domain/rma.ts';
import { judge } from '../domain/verdict.ts';
import { DecidedResult, readReturn, readStanding } from '../store/returns.ts';

export const rejectReturn = defineWriteTool({
  name: 'reject_return',
  title: 'Reject a return',
  description:
    'Asks to reject a requested return, with the reason that its customer is told. Nothing is rejected by this call: it plans, shows a person what the customer would not get back, and rejects once they agree. An approved return cannot be rejected: its refund is decided at payments.',
  scopes: ['returns:approve'],
  input: z.strictObject({
    rma_id: RmaId.describe('The number of a requested return, such as RMA-3001.'),
    // Takes the place of the reason that every write may give: here it is needed, and kept with the decision.
    reason: z
      .string()
      .trim()
      .min(3)
      .max(500)
      .describe(
        'Why it is rejected, in 3 to 500 characters, as the customer is told it; shown to the approver, and kept.',
      ),
  }),
  reversibility: {
    kind: 'irreversible',
    why: 'the customer is told that it was rejected; what they say to that is a new return',
  },
  execute: 'returns.reject_return',
  async plan({ rma_id: id, reason }, { tx, clock }) {
    const [rma, standing] = await Promise.all([readReturn(tx, id), readStanding(tx, id)]);
    if (rma === undefined) return refuse(UNKNOWN_RETURN);
    if (!canBecome(rma.state, 'rejected')) return refuse(notInState(rma.state, 'a return that is requested'));
    if (standing === undefined) return refuse(NO_LINES);
    const verdict = judge(rma);
    return ok({
      effect: { rma_id: id, reason },
      guards: { rma_state: rma.state, claimed: standing.claimed },
      // Judged by what the customer does not get back: nothing is paid.
      amount: verdict.value,
      units: null,
      card: {
        sentence: `Reject ${whoseText(rma)}: ${itemsText(rma)}; ${spoken(verdict.value)} would not be refunded.`,
        changes: [{ what: 'Return', before: rma.state, after: 'rejected' }],
        guards: [
          { fact: 'state', value: rma.state },
          { fact: 'what is claimed', value: 'as said above' },
        ],
        facts: factsOf(rma, verdict, clock()),
        flags: [
          ...decisionFlags(rma, verdict),
          ...(verdict.window === 'inside' ? ['the return policy would accept it: it was asked for in time'] : []),
        ],
        undo: 'none: the customer is told, and may ask for another return',
      },
    });
  },
  async readBack(result, { tx }) {
    const { rma_id: id } = DecidedResult.parse(result);
    return decidedFields(id, await readReturn(tx, id));
  },
});
