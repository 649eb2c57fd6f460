import type { Request, Response } from 'express';
import { sendNotThere, sendOwn } from './answers.ts';
import { listPage } from './pages/list.ts';
import type { ConsoleParts } from './parts.ts';
import type { Present } from './present.ts';
import { requestSeen, sendRequest } from './request-seen.ts';
import { HOME } from './return-path.ts';
import { serversSeen } from './sees.ts';
import { listWaiting } from './store/waiting.ts';

const shownMax = 50;

export function leadHome(_parts: ConsoleParts, _request: Request, response: Response): void {
  response.redirect(302, HOME);
}

/** What waits. */
export async function list(
  { door }: ConsoleParts,
  { session, reader, roles }: Present,
  _request: Request,
  response: Response,
): Promise<void> {
  const { tenant, person } = session;
  const { waiting, total } = await door.read(tenant, (tx) =>
    listWaiting(tx, { person, servers: serversSeen(roles), limit: shownMax }),
  );
  sendOwn(response, 200, listPage(reader, waiting, total));
}

/** One of them, and what was said about the decision that was sent last. */
export async function one(parts: ConsoleParts, present: Present, request: Request, response: Response): Promise<void> {
  const { session } = present;
  const shown = await requestSeen(parts, present, request);
  if (shown === undefined) {
    sendNotThere(response);
    return;
  }
  const said = session.said?.requestId === shown.id ? session.said : undefined;
  session.said = undefined;
  const again = said?.mustSignInAgain === true;
  sendRequest(parts, present, response, shown, { status: 200, problem: said?.text, reason: '', again });
}
