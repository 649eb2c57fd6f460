import type { Request, RequestHandler, Response } from 'express';
import { sendNotice } from './answers.ts';
import { field, isOwnForm } from './own-form.ts';
import type { Reader } from './pages/console-page.ts';
import type { ConsoleParts } from './parts.ts';
import { placeOf } from './return-path.ts';
import type { Session } from './sessions.ts';
import { readEnrolled } from './store/viewer.ts';

/** Somebody who is signed in and still of the company. */
export interface Present {
  readonly session: Session;
  readonly reader: Reader;
  /** Those that they are enrolled with and signed in with. */
  readonly roles: readonly string[];
}

/** Shows something to somebody who is present, or does what they say. */
export type PresentHandler = (
  parts: ConsoleParts,
  present: Present,
  request: Request,
  response: Response,
) => Promise<void>;

/** A page for whoever is present. Sends whoever is not signed in to do so, and back. */
export function pageFor(show: PresentHandler, parts: ConsoleParts): RequestHandler {
  return async (request, response) => {
    const session = sessionOf(parts, request);
    if (session === undefined) {
      response.redirect(302, `/sign-in?return=${placeOf(request.params)}`);
      return;
    }
    const present = await presentOf(parts, request, response, session);
    if (present !== undefined) await show(parts, present, request, response);
  };
}

/** What a form of whoever is present does: one that they sent, from a page of ours that was shown in this session. */
export function formOf(take: PresentHandler, parts: ConsoleParts): RequestHandler {
  return async (request, response) => {
    const place = placeOf(request.params);
    const session = isOwnForm(parts.settings.origin, request) ? sessionOf(parts, request) : null;
    if (session === undefined) {
      const again = { to: `/sign-in?return=${place}`, text: 'Sign in' };
      sendNotice(response, 401, 'Sign in again', ['You are no longer signed in. Nothing was decided.'], again);
      return;
    }
    if (session?.isFormToken(field(request, 'csrf')) !== true) {
      const elsewhere = 'This form was not sent by a page of yours, or you signed in anew since. Nothing was decided.';
      sendNotice(response, 403, 'Not decided', [elsewhere], { to: place, text: 'Look at the request' });
      return;
    }
    const present = await presentOf(parts, request, response, session);
    if (present !== undefined) await take(parts, present, request, response);
  };
}

function sessionOf({ cookies, sessions }: ConsoleParts, request: Request): Session | undefined {
  const id = cookies.session(request);
  return id === undefined ? undefined : sessions.find(id);
}

/** Whose session it is, as the company has them now. Undefined, and the session ended and the answer given, for whoever was deactivated. */
async function presentOf(
  parts: ConsoleParts,
  request: Request,
  response: Response,
  session: Session,
): Promise<Present | undefined> {
  const { tenant, person, formToken } = session;
  const enrolled = await parts.door.read(tenant, (tx) => readEnrolled(tx, person));
  if (enrolled === undefined) {
    parts.sessions.close(parts.cookies.session(request) ?? '');
    parts.cookies.dropSession(response);
    const gone = 'You are not an active person of this company any more. An administrator of it can say why.';
    sendNotice(response, 403, 'Signed out', [gone]);
    return undefined;
  }
  const roles = enrolled.roles.filter((role) => session.roles.includes(role));
  return { session, reader: { name: enrolled.name, person, company: enrolled.company, formToken }, roles };
}
