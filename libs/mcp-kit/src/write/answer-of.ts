import type { LedgerRequest, WriteAnswer } from '@supercargo/approval';
import { unreachable, untrusted, type UntrustedText } from '@supercargo/kernel';
import type { CallRefusal } from '../call/refusal.ts';
import { approvalPage } from '../console-origin.ts';
import type { ReadBack } from '../tool.ts';
import { othersNeeded } from './others-needed.ts';

function header(request: LedgerRequest): {
  request_id: string;
  sentence: string;
  asked_at: string;
  case_id: string | null;
} {
  return {
    request_id: request.id,
    sentence: request.card.sentence,
    asked_at: request.askedAt.toISOString(),
    case_id: request.caseId,
  };
}

/** To a customer, who has no terminal and no tool about requests: the same call says where it stands. */
function nextOfCustomer({ state, tier, tool }: LedgerRequest): string {
  const again = `call ${tool} again with the same arguments`;
  if (state === 'approved') return `It is agreed to and will be done by itself; ${again} to see the result.`;
  if (tier === 'consent') return `Your own yes is enough, in a host that can show you the card: ${again} there.`;
  return `The company has to agree to it first, and it is then done by itself; ${again} to see where it stands.`;
}

/** Where somebody else approves it: on a terminal, and signed in where there is a console. */
function approvingPlace({ id }: LedgerRequest, consoleOrigin: string | undefined): string {
  const terminal = `on a terminal: npx supercargo requests approve ${id} --as <person>`;
  return consoleOrigin === undefined ? terminal : `signed in at ${approvalPage(consoleOrigin, id)}, or ${terminal}`;
}

function nextStep(request: LedgerRequest, consoleOrigin: string | undefined): string {
  if (request.customer !== null) return nextOfCustomer(request);
  if (request.state === 'approved') {
    return `It is approved and will be executed by itself; ask get_${request.server}_request for the result.`;
  }
  const place = approvingPlace(request, consoleOrigin);
  if (request.tier === 'consent') {
    return `Your own consent is enough, in a host that can show you the card: call ${request.tool} again there. Or ${othersNeeded(request)} approves it ${place}`;
  }
  return `It needs ${othersNeeded(request)}, ${place}. It will then be executed by itself; ask get_${request.server}_request for the result.`;
}

const WITHDRAWN = { reason: 'it was withdrawn; nothing was done', next: 'Ask again if it is still wanted.' } as const;

/** An effect on a foreign system that has not said yet whether it happened. */
function underWay(request: LedgerRequest): { readonly reason: string; readonly next: string } {
  return {
    reason:
      request.state === 'executing'
        ? 'it is being carried out on a foreign system, whose answer is not here yet'
        : `${request.reason ?? 'the foreign system did not answer'}; it may have happened`,
    next: `Do not ask for it anew: it is sent once, and can no longer be withdrawn. Whether it happened is being found out; ask get_${request.server}_request for the result.`,
  };
}

/** What became of a request that somebody said no to. What one of the staff says of a customer's is said among the staff. */
function rejection({ customer, decisions, reason }: LedgerRequest): {
  readonly reason: string;
  readonly next: string;
  readonly words?: UntrustedText;
} {
  const by = decisions.find((decision) => decision.verdict === 'reject')?.person ?? 'somebody';
  return {
    reason: `${customer === null ? by : 'the company'} rejected it; nothing was done`,
    next: 'Talk to them before asking again.',
    ...(reason === null || customer !== null ? {} : { words: untrusted('approver', reason, 500) }),
  };
}

/** What a write tool answers about a request: one exhaustive map from where it stands. */
export function answerOf(request: LedgerRequest, readBack: ReadBack, consoleOrigin: string | undefined): WriteAnswer {
  const about = header(request);
  switch (request.state) {
    case 'waiting':
    case 'approved':
      return {
        outcome: 'waiting',
        ...about,
        next: nextStep(request, consoleOrigin),
        expires_at: (request.executeUntil ?? request.waitsUntil).toISOString(),
        card: request.card,
      };
    case 'executing':
    case 'unknown':
      return { outcome: 'unknown', ...about, ...underWay(request) };
    case 'executed':
      return {
        outcome: 'executed',
        ...about,
        executed_at: (request.endedAt ?? request.askedAt).toISOString(),
        result: readBack,
        undo: request.card.undo,
      };
    case 'rejected':
      return { outcome: 'failed', ...about, ...rejection(request) };
    case 'withdrawn':
      return {
        outcome: 'failed',
        ...about,
        ...WITHDRAWN,
      };
    case 'expired':
    case 'invalidated':
    case 'failed':
      return {
        outcome: 'failed',
        ...about,
        reason: `${request.reason ?? request.state}; nothing was done`,
        next: 'Ask again to have it planned on the facts of now.',
      };
    default:
      return unreachable(request.state);
  }
}

/** A refusal in the same union: why, which field, and what would be accepted. */
export function refusedAnswer(refusal: CallRefusal): WriteAnswer {
  return {
    outcome: 'refused',
    code: refusal.code,
    reason: refusal.reason,
    field: refusal.field ?? null,
    accepted: refusal.accepted ?? null,
    request_id: null,
  };
}
