import express, { type Request, type Response, type Router } from 'express';
import { sendNotThere, sendOwn } from './answers.ts';
import { decide } from './decide.ts';
import { FORM } from './own-form.ts';
import { listPage } from './pages/list.ts';
import type { ConsoleParts } from './parts.ts';
import { presentOf, sessionOf, type Present } from './present.ts';
import { requestSeen, sendRequest } from './request-seen.ts';
import { HOME, requestIdOf } from './return-path.ts';
import { serversSeen } from './sees.ts';
import { listWaiting } from './store/waiting.ts';

const shownMax = 50;

/** What waits, one of them, and the decision about it. */
export function requestRoutes(parts: ConsoleParts): Router {
  const router = express.Router();
  router.get('/', (_request, response) => {
    response.redirect(302, HOME);
  });
  router.get(HOME, (request, response) =>
    withPresent(parts, request, response, HOME, (present) => list(parts, present, response)),
  );
  router.get(`${HOME}/:id`, async (request, response) => {
    const id = requestIdOf(request.params.id);
    if (id === undefined) {
      sendNotThere(response);
      return;
    }
    await withPresent(parts, request, response, `${HOME}/${id}`, (present) => one(parts, present, response, id));
  });
  router.post(`${HOME}/:id/decide`, FORM, (request, response) => decide(parts, request, response));
  return router;
}

/** Sends whoever is not signed in to do so, and back. */
async function withPresent(
  parts: ConsoleParts,
  request: Request,
  response: Response,
  path: string,
  work: (present: Present) => Promise<void>,
): Promise<void> {
  const session = sessionOf(parts, request);
  if (session === undefined) {
    response.redirect(302, `/sign-in?return=${path}`);
    return;
  }
  const present = await presentOf(parts, request, response, session);
  if (present !== undefined) await work(present);
}

async function list({ door }: ConsoleParts, { session, reader, roles }: Present, response: Response): Promise<void> {
  const { tenant, person } = session;
  const { waiting, total } = await door.read(tenant, (tx) =>
    listWaiting(tx, { person, servers: serversSeen(roles), limit: shownMax }),
  );
  sendOwn(response, 200, listPage(reader, waiting, total));
}

async function one(parts: ConsoleParts, present: Present, response: Response, id: string): Promise<void> {
  const { session } = present;
  const request = await requestSeen(parts, present, id);
  if (request === undefined) {
    sendNotThere(response);
    return;
  }
  const said = session.said?.requestId === id ? session.said : undefined;
  session.said = undefined;
  const again = said?.mustSignInAgain === true;
  sendRequest(parts, present, response, request, { status: 200, problem: said?.text, reason: '', again });
}
