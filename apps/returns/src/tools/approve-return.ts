import { ok, refuse, spoken } from '@supercargo/kernel';
import { defineWriteTool } from '@supercargo/mcp-kit';
import * as z from 'zod';
import { RmaId } from '../answers/arguments.ts';
import { decidedFields } from '../answers/decided-fields.ts';
import { decisionFlags, factsOf, itemsText, whoseText } from '../answers/decision-card.ts';
import { NO_LINES, NO_RULE, notInState, UNKNOWN_RETURN } from '../domain/refusals.ts';
import { judge } from '../domain/verdict.ts';
import { DecidedResult, readReturn, readStanding } from '../store/returns.ts';

export const approveReturn = defineWriteTool({
  name: 'approve_return',
  title: 'Approve a return',
  description:
    'Asks to approve a requested return with the refund that the return policy gives. Nothing is approved by this call: it plans, shows a person the verdict of the policy, and approves exactly that once they agree; the refund is then asked for at payments, where two of finance decide on it.',
  scopes: ['returns:approve'],
  input: z.strictObject({ rma_id: RmaId.describe('The number of a requested return, such as RMA-3001.') }),
  reversibility: {
    kind: 'irreversible',
    why: 'the refund is handed to payments in the same moment, and people reject it there; an approved return is not taken back behind their backs',
  },
  execute: 'returns.approve_return',
  async plan({ rma_id: id }, { tx, clock }) {
    const [rma, standing] = await Promise.all([readReturn(tx, id), readStanding(tx, id)]);
    if (rma === undefined) return refuse(UNKNOWN_RETURN);
    // A label that is voided makes a return approved again, which is no decision.
    if (rma.state !== 'requested') return refuse(notInState(rma.state, 'a return that is requested'));
    if (standing === undefined) return refuse(NO_LINES);
    const verdict = judge(rma);
    const { refund } = verdict;
    if (refund === null) return refuse(NO_RULE);
    return ok({
      effect: { rma_id: id },
      guards: { rma_state: rma.state, claimed: standing.claimed, days: standing.days, policy: standing.rules },
      amount: refund,
      units: null,
      card: {
        sentence: `Approve ${whoseText(rma)}: ${itemsText(rma)}, and ask payments to refund ${spoken(refund)}.`,
        changes: [{ what: 'Return', before: rma.state, after: 'approved' }],
        guards: [
          { fact: 'state', value: rma.state },
          { fact: 'what is claimed', value: 'as said above' },
          { fact: 'days it is judged by', value: standing.days },
          { fact: 'return policy', value: 'as it is now' },
        ],
        facts: factsOf(rma, verdict, clock()),
        flags: decisionFlags(rma, verdict),
        undo: 'none here: the refund waits at payments for two of finance, who can reject it',
      },
    });
  },
  async readBack(result, { tx }) {
    const { rma_id: id } = DecidedResult.parse(result);
    return decidedFields(id, await readReturn(tx, id));
  },
});
