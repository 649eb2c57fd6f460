import { createHash } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { signInSeconds } from './under-way.ts';

/** What a browser keeps for us: its session, and each sign-in that it began, sealed. */
export interface Cookies {
  session(request: Request): string | undefined;
  keepSession(response: Response, id: string): void;
  dropSession(response: Response): void;
  signIn(request: Request, state: string): string | undefined;
  keepSignIn(request: Request, response: Response, state: string, kept: string): void;
  dropSignIn(response: Response, state: string): void;
}

const signInsAtOnceMax = 8;
const idCharactersMax = 100;
const signInCharactersMax = 500;

/** `__Host-` (RFC 6265bis §4.1.3.2) keeps other hosts from planting one; without TLS browsers do not take that name. */
export function cookiesFor(origin: string): Cookies {
  const isSecure = origin.startsWith('https:');
  const prefix = isSecure ? '__Host-' : '';
  const session = `${prefix}supercargo-session`;
  const signIns = `${prefix}supercargo-sign-in-`;
  // The issuer sends people back from its own site, which Strict would take for a stranger's.
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' };
  const nameOf = (state: string): string =>
    `${signIns}${createHash('sha256').update(state).digest('hex').slice(0, 12)}`;
  return {
    session: (request) => valueOf(request, session, idCharactersMax),
    keepSession: (response, id) => void response.cookie(session, id, options),
    dropSession: (response) => void response.clearCookie(session, options),
    signIn: (request, state) => valueOf(request, nameOf(state), signInCharactersMax),
    keepSignIn: (request, response, state, kept) => {
      const former = namesOf(request).filter((name) => name.startsWith(signIns));
      if (former.length >= signInsAtOnceMax) for (const name of former) response.clearCookie(name, options);
      response.cookie(nameOf(state), kept, { ...options, maxAge: signInSeconds * 1_000 });
    },
    dropSignIn: (response, state) => void response.clearCookie(nameOf(state), options),
  };
}

function pairsOf({ headers }: Request): readonly (readonly [string, string])[] {
  return (headers.cookie ?? '').split(';').map((pair) => {
    const [name = '', ...value] = pair.trim().split('=');
    return [name, value.join('=')] as const;
  });
}

const namesOf = (request: Request): readonly string[] => pairsOf(request).map(([name]) => name);

/** The one value of that name. Two are none: one of them was planted. */
function valueOf(request: Request, name: string, charactersMax: number): string | undefined {
  const values = pairsOf(request).filter(([given]) => given === name);
  const value = values[0]?.[1];
  return values.length === 1 && value !== undefined && /^[\w-]+$/.test(value) && value.length <= charactersMax
    ? value
    : undefined;
}
