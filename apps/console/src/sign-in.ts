import { recordSignIn } from '@supercargo/policy';
import type { Request, Response } from 'express';
import { sendNotice } from './answers.ts';
import { field, isOwnForm } from './own-form.ts';
import type { ConsoleParts } from './parts.ts';
import { HOME, returnPath } from './return-path.ts';
import type { Viewer } from './sessions.ts';
import { whoOf, type Unwelcome } from './who.ts';

const AGAIN = { to: '/sign-in', text: 'Sign in' } as const;
const SOMEBODY_ELSE = { to: '/sign-in', text: 'Sign in as somebody else' } as const;

/** Sends somebody to the issuer, to sign in there. */
export async function begin(parts: ConsoleParts, request: Request, response: Response): Promise<void> {
  const { issuer, signIns, cookies } = parts;
  const begun = await issuer.begin(returnPath(request.query['return']));
  if ('away' in begun) {
    sayAway(parts, response, begun.away);
    return;
  }
  const { address, signIn } = begun;
  cookies.keepSignIn(request, response, signIn.state, signIns.begin(signIn));
  response.redirect(302, address);
}

/** They come back from there. */
export async function finish(parts: ConsoleParts, request: Request, response: Response): Promise<void> {
  const { cookies, signIns, issuer, settings, log } = parts;
  const state = typeof request.query['state'] === 'string' ? request.query['state'] : '';
  const kept = cookies.signIn(request, state);
  const signIn = kept === undefined ? undefined : signIns.take(state, kept);
  if (signIn === undefined) {
    const ended = 'This sign-in has ended, was used already, or was begun in another browser. Nobody was signed in.';
    sendNotice(response, 400, 'Sign in again', [ended], AGAIN);
    return;
  }
  cookies.dropSignIn(response, state);
  const answer = await issuer.finish(new URL(request.originalUrl, settings.origin).search, signIn);
  if ('away' in answer) {
    sayAway(parts, response, answer.away);
    return;
  }
  if ('refused' in answer) {
    log.warn({ reason: answer.refused }, 'sign-in refused');
    const again = { to: `/sign-in?return=${signIn.returnTo}`, text: 'Sign in' };
    sendNotice(response, 400, 'Nobody was signed in', ['The issuer did not sign anybody in, or not as asked.'], again);
    return;
  }
  const who = whoOf(settings.claims, answer.claims);
  if ('unwelcome' in who) {
    log.warn({ reason: who.unwelcome }, 'sign-in refused');
    sendNotice(response, 403, 'Not for you', UNWELCOME[who.unwelcome], SOMEBODY_ELSE);
    return;
  }
  await admit(parts, request, response, who.viewer, signIn.returnTo);
}

async function admit(
  parts: ConsoleParts,
  request: Request,
  response: Response,
  viewer: Viewer,
  returnTo: string,
): Promise<void> {
  const { door, cookies, sessions, log } = parts;
  const { tenant, person, roles, signedInAt } = viewer;
  const learnt = await door.write(tenant, (tx) => recordSignIn(tx, { person, roles, signedInAt }));
  if (learnt !== 'ok') {
    log.warn({ tenant, person, reason: learnt }, 'sign-in refused');
    sendNotice(response, 403, 'Not signed in', UNLEARNT[learnt], SOMEBODY_ELSE);
    return;
  }
  // A session from before, whoever it was of, ends here: its id is of no use to whoever planted or kept it.
  const former = cookies.session(request);
  if (former !== undefined) sessions.close(former);
  cookies.keepSession(response, sessions.open(viewer));
  log.info({ tenant, person }, 'signed in');
  response.redirect(303, returnTo);
}

const UNWELCOME: Readonly<Record<Unwelcome, readonly string[]>> = {
  customer: ['You signed in as a customer. Here the company’s own people decide; customers have no part in it.'],
  acting: ['Somebody else acts for the person who signed in. Who decides here has to sign in themselves.'],
  claims: [
    'The issuer does not say for which company you act, as whom, with which roles, or when you signed in.',
    'Whoever looks after the issuer can add that to its ID tokens.',
  ],
};

const UNLEARNT: Readonly<Record<'unknown_person' | 'not_now', readonly string[]>> = {
  unknown_person: [
    'You are not an active person of this company here.',
    'An administrator of the company can enrol you, or say why you were deactivated.',
  ],
  not_now: [
    'The time of your sign-in, as the issuer tells it, is more than a day ago or in the future. Sign in again.',
  ],
};

function sayAway({ log, settings }: ConsoleParts, response: Response, fault: unknown): void {
  log.error({ fault }, 'the issuer cannot be asked');
  response.set('retry-after', '10');
  const { host } = new URL(settings.issuer);
  sendNotice(
    response,
    503,
    'Nobody can sign in just now',
    [`The issuer at ${host} does not answer as it should. Who is signed in already can go on. Try again in a moment.`],
    AGAIN,
  );
}

export function signOut({ settings, cookies, sessions }: ConsoleParts, request: Request, response: Response): void {
  const id = cookies.session(request);
  const session = id === undefined ? undefined : sessions.find(id);
  const isTheirs = session === undefined || session.isFormToken(field(request, 'csrf'));
  if (!isOwnForm(settings.origin, request) || !isTheirs) {
    sendNotice(response, 403, 'Not signed out', ['This form was not sent by a page of yours.'], {
      to: HOME,
      text: 'What waits',
    });
    return;
  }
  if (id !== undefined) sessions.close(id);
  cookies.dropSession(response);
  response.redirect(303, '/signed-out');
}

export function saySignedOut(_parts: ConsoleParts, _request: Request, response: Response): void {
  const elsewhere = 'The issuer may still know you, for other programs; here a password is asked for each time.';
  sendNotice(response, 200, 'Signed out', ['You are signed out of the console.', elsewhere], SOMEBODY_ELSE);
}
