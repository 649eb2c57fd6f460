import { isBound, readRequest, type LedgerRequest } from '@supercargo/approval';
import type { Request, Response } from 'express';
import { sendOwn } from './answers.ts';
import type { Standing } from './pages/decision.ts';
import { requestPage } from './pages/request.ts';
import type { ConsoleParts } from './parts.ts';
import type { Present } from './present.ts';
import { requestIdOf } from './return-path.ts';
import { mayDecide, serversSeen } from './sees.ts';

/** The database holds a decision to five minutes; who reads a card for a while should not learn that after they decided. */
const freshMs = 4.5 * 60 * 1_000;

/** The request that an address names, where this person may see it: their own, and those of servers that their roles see. */
export async function requestSeen(
  { door }: ConsoleParts,
  { session, roles }: Present,
  { params }: Request,
): Promise<LedgerRequest | undefined> {
  const id = requestIdOf(params['id']);
  if (id === undefined) return undefined;
  const request = await door.read(session.tenant, (tx) => readRequest(tx, id));
  if (request === undefined) return undefined;
  const isSeen = request.requester === session.person || serversSeen(roles).includes(request.server);
  return isSeen ? request : undefined;
}

export function sendRequest(
  { clock }: ConsoleParts,
  present: Present,
  response: Response,
  request: LedgerRequest,
  how: { readonly status: number; readonly again?: boolean } & Pick<Standing, 'problem' | 'reason'>,
): void {
  const { status, again = false, problem, reason } = how;
  const kind = kindOf(present, request, clock());
  // The database's clock decides, whatever ours says.
  const standing = { kind: again && kind === 'theirs' ? ('sign in again' as const) : kind, problem, reason };
  sendOwn(response, status, requestPage(present.reader, request, standing));
}

function kindOf({ session, roles }: Present, request: LedgerRequest, now: Date): Standing['kind'] {
  const { person, signedInAt } = session;
  if (!isBound(request)) return 'unbound';
  if (request.state !== 'waiting' || request.waitsUntil <= now) return 'over';
  if (request.requester === person) return 'own';
  if (request.decisions.some((decision) => decision.person === person)) return 'decided';
  if (!mayDecide(request.server, roles)) return 'not theirs';
  const needsFresh = request.quorum > 1 || request.needRole !== null;
  return needsFresh && now.getTime() - signedInAt.getTime() > freshMs ? 'sign in again' : 'theirs';
}
