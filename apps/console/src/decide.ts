import { decideSignedIn, isBound, LEDGER_REFUSALS, type LedgerRequest } from '@supercargo/approval';
import { isVisible } from '@supercargo/kernel';
import type { Request, Response } from 'express';
import { sendNotThere } from './answers.ts';
import { field } from './own-form.ts';
import { reasonCharactersMax } from './pages/decision.ts';
import type { ConsoleParts } from './parts.ts';
import type { Present } from './present.ts';
import { requestSeen, sendRequest } from './request-seen.ts';
import { HOME } from './return-path.ts';

/** What a form says: about exactly which plan, yes or no, and why not. */
interface Verdict {
  readonly approve: boolean;
  readonly planDigest: Buffer;
  readonly reason: string | null;
}

/**
 * The decision of somebody who is present. Here it is made sure that it is about a plan that they may see; whether it counts is the
 * database's to say. Answers with a redirect to the request, which says what became of it.
 */
export async function decide(
  parts: ConsoleParts,
  present: Present,
  request: Request,
  response: Response,
): Promise<void> {
  const shown = await requestSeen(parts, present, request);
  if (shown === undefined) sendNotThere(response);
  else await decideShown(parts, present, request, response, shown);
}

async function decideShown(
  parts: ConsoleParts,
  present: Present,
  request: Request,
  response: Response,
  shown: LedgerRequest,
): Promise<void> {
  const verdict = verdictOf(request);
  if ('problem' in verdict) {
    const said = { problem: verdict.problem, reason: field(request, 'reason').slice(0, reasonCharactersMax) };
    sendRequest(parts, present, response, shown, { status: 400, ...said });
    return;
  }
  if (!isBound(shown)) {
    sendRequest(parts, present, response, shown, { status: 409, problem: 'Nothing was decided.', reason: '' });
    return;
  }
  const { session } = present;
  const { tenant, person } = session;
  const { refusal } = await parts.door.write(tenant, (tx) =>
    decideSignedIn(tx, { requestId: shown.id, person, ...verdict }),
  );
  parts.log.info({ tenant, person, request: shown.id, approve: verdict.approve, refusal }, 'decision');
  if (refusal !== null) {
    const text = `Not decided: ${LEDGER_REFUSALS[refusal]}.`;
    session.said = { requestId: shown.id, text, mustSignInAgain: refusal === 'sign_in_again' };
  }
  response.redirect(303, `${HOME}/${shown.id}`);
}

function verdictOf(request: Request): Verdict | { readonly problem: string } {
  const [verdict, digest] = [field(request, 'verdict'), field(request, 'digest')];
  if ((verdict !== 'approve' && verdict !== 'reject') || !/^[0-9a-f]{64}$/.test(digest)) {
    return { problem: 'The form cannot be read. Nothing was decided.' };
  }
  const planDigest = Buffer.from(digest, 'hex');
  if (verdict === 'approve') return { approve: true, planDigest, reason: null };
  const reason = field(request, 'reason').trim().replace(/\s+/g, ' ');
  if (reason === '') return { problem: 'Not rejected: say why, for whoever asked.' };
  if (Array.from(reason).length > reasonCharactersMax) {
    return { problem: `Not rejected: a reason of at most ${reasonCharactersMax.toString()} characters is accepted.` };
  }
  if (!isVisible(reason)) return { problem: 'Not rejected: the reason holds characters that nobody can see.' };
  return { approve: false, planDigest, reason };
}
