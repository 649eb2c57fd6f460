import type { Request, Response } from 'express';
import { sendNotice } from './answers.ts';
import type { Reader } from './pages/console-page.ts';
import type { ConsoleParts } from './parts.ts';
import type { Session } from './sessions.ts';
import { readEnrolled } from './store/viewer.ts';

/** Somebody who is signed in and still of the company. */
export interface Present {
  readonly session: Session;
  readonly reader: Reader;
  /** Those that they are enrolled with and signed in with. */
  readonly roles: readonly string[];
}

export function sessionOf({ cookies, sessions }: ConsoleParts, request: Request): Session | undefined {
  const id = cookies.session(request);
  return id === undefined ? undefined : sessions.find(id);
}

/** Whose session it is, as the company has them now. Undefined, and the session ended and the answer given, for whoever was deactivated. */
export async function presentOf(
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
