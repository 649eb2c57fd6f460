import type { LedgerRequest, RequestState } from '@supercargo/approval';
import { html, type Html } from '@supercargo/pages';
import type { Reader } from './console-page.ts';
import { visible } from './words.ts';

/** What the reader of a request can do about it, and what was said about what they just did. */
export type Standing = {
  readonly kind: 'unbound' | 'over' | 'own' | 'decided' | 'not theirs' | 'sign in again' | 'theirs';
  readonly problem: string | undefined;
  /** What was typed as a reason and not accepted. */
  readonly reason: string;
};

export const reasonCharactersMax = 500;

/** Before the card how it stands, after the plan what can be done about it. */
export function whatCanBeDone(
  reader: Reader,
  request: LedgerRequest,
  { kind, problem, reason }: Standing,
): { readonly before: Html; readonly after: Html } {
  const said = problem === undefined ? html`` : html`<p class="problem" role="alert">${problem}</p>`;
  const stands = html`<p class="notice">${sentenceOf(request, kind)}</p>`;
  return { before: html`${said} ${stands}`, after: deeds(reader, request, kind, reason) };
}

function sentenceOf(request: LedgerRequest, kind: Standing['kind']): string {
  switch (kind) {
    case 'unbound':
      return 'The card of this request is not the one its plan was made with, so it is not shown and nothing is decided here. Tell an administrator.';
    case 'own':
      return 'You asked for this. Another person decides: pass the address of this page on to them.';
    case 'decided':
      return `Your decision is recorded: ${approvals(request)} of ${request.quorum.toString()}. It waits for another person${ofRole(request)}.`;
    case 'not theirs':
      return 'It waits for a decision. None of your roles decides about requests of this server.';
    case 'over':
      return request.state === 'waiting'
        ? 'Its time is over; nothing was done.'
        : visible(ENDED[request.state](request));
    case 'sign in again':
    case 'theirs':
      return 'It waits for a decision, and you may give one.';
  }
}

const approvals = ({ decisions }: LedgerRequest): string =>
  decisions.filter(({ verdict }) => verdict === 'approve').length.toString();

const ofRole = ({ needRole }: LedgerRequest): string =>
  needRole === null ? '' : `; one of those who approve must have the role ${needRole}`;

const why = ({ reason }: LedgerRequest): string => (reason === null ? '' : ` The reason given: “${reason}”.`);
const NOTHING = 'Nothing was done.';

const ENDED: Readonly<Record<Exclude<RequestState, 'waiting'>, (request: LedgerRequest) => string>> = {
  approved: ({ server }) =>
    `Approved. The worker of ${server} executes it by itself, in a moment; load this page again to see what came of it.`,
  executing: () => 'Approved, and handed to a foreign system, once. Its answer is not here yet.',
  unknown: () =>
    'Approved, and handed to a foreign system, once. What came of it is not known yet, and is being found out.',
  executed: () => 'Approved and executed.',
  failed: (request) => `Approved, but it failed.${why(request)} ${NOTHING}`,
  rejected: (request) => `Rejected.${why(request)} ${NOTHING}`,
  expired: () => `It expired. ${NOTHING}`,
  withdrawn: () => `The requester withdrew it. ${NOTHING}`,
  invalidated: (request) => `It is no longer valid.${why(request)} ${NOTHING}`,
};

function deeds(reader: Reader, request: LedgerRequest, kind: Standing['kind'], reason: string): Html {
  if (kind === 'sign in again') {
    return html`<p>
      For this, who decides must have signed in within the last five minutes.
      <a href="/sign-in?return=/requests/${request.id}">Sign in again</a>, and decide then.
    </p>`;
  }
  if (kind !== 'theirs') return html``;
  const shared = html`<input type="hidden" name="csrf" value="${reader.formToken}" />
    <input type="hidden" name="digest" value="${request.planDigest.toString('hex')}" />`;
  const action = `/requests/${request.id}/decide`;
  return html`<h2>Your decision</h2>
    <p>It is about exactly this plan. If anything of it changes before it is executed, nothing is done.</p>
    <form method="post" action="${action}">
      ${shared} <button type="submit" name="verdict" value="approve">Approve</button>
    </form>
    <form method="post" action="${action}">
      ${shared}
      <label
        >Why not, for whoever asked
        <textarea name="reason" rows="3" maxlength="${reasonCharactersMax.toString()}" required>${reason}</textarea>
      </label>
      <button type="submit" name="verdict" value="reject">Reject</button>
    </form>`;
}
