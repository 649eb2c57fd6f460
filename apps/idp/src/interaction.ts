import { CLOSED_POLICY, formPolicy } from '@supercargo/pages';
import express, { type Request, type Response, type Router } from 'express';
import { errors, type Provider } from 'oidc-provider';
import { COMPANY_SCOPE } from './claims.ts';
import { hostOf } from './clients.ts';
import type { Directory } from './directory.ts';
import { consentPage } from './pages/consent.ts';
import { errorPage } from './pages/error.ts';
import { signInPage } from './pages/sign-in.ts';
import { CONSOLE_CLIENT } from './settings.ts';
import type { Throttle } from './throttle.ts';

export interface InteractionParts {
  readonly issuer: string;
  /** The one that serves now: another takes its place when a key is replaced. */
  readonly provider: () => Provider;
  readonly directory: Directory;
  readonly throttle: Throttle;
  readonly isPasswordOf: (account: string, password: string) => Promise<boolean>;
}

type Details = Awaited<ReturnType<Provider['interactionDetails']>>;

const nameCharactersMax = 100;
const passwordCharactersMax = 200;
const FORM = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 5 });

/** The two questions that a person is asked, and their answers. */
export function interactionRoutes(parts: InteractionParts): Router {
  const router = express.Router();
  const post = (path: string, answer: Answer): void => {
    router.post(`/interaction/:uid/${path}`, FORM, async (request, response) => {
      // A page of another origin cannot send this form: its cookie stays behind (SameSite), and so does the browser's word.
      if (isElsewhere(parts.issuer, request)) {
        sendPage(response, 403, CLOSED_POLICY, errorPage('access_denied', 'this form was sent by another site'));
      } else await withDetails(parts, request, response, (details) => answer(parts, details, request, response));
    });
  };
  router.get('/interaction/:uid', (request, response) =>
    withDetails(parts, request, response, async (details) => show(parts, details, response)),
  );
  post('login', signIn);
  post('consent', consent);
  post('abort', async (_parts, _details, request, response) => refuse(parts, request, response));
  return router;
}

type Answer = (parts: InteractionParts, details: Details, request: Request, response: Response) => Promise<void>;

function isElsewhere(issuer: string, { headers }: Request): boolean {
  const site = headers['sec-fetch-site'];
  return (headers.origin !== undefined && headers.origin !== issuer) || (site !== undefined && site !== 'same-origin');
}

async function withDetails(
  { provider }: InteractionParts,
  request: Request,
  response: Response,
  work: (details: Details) => Promise<void>,
): Promise<void> {
  try {
    const details = await provider().interactionDetails(request, response);
    if (details.uid !== request.params['uid']) throw new errors.SessionNotFound('another sign-in was begun since');
    await work(details);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    const ended = errorPage('invalid_request', 'this sign-in has ended, or was begun in another browser');
    sendPage(response, 400, CLOSED_POLICY, ended);
  }
}

/** What the questions say about who asks, and for what. */
function asking({ directory }: InteractionParts, { params }: Details) {
  const { client_id, redirect_uri, resource, scope } = params as Readonly<Record<string, string | undefined>>;
  const server = directory.server(resource ?? '');
  const known: ReadonlySet<string> = new Set(['openid', COMPANY_SCOPE, 'offline_access', ...(server?.scopes ?? [])]);
  return {
    clientId: client_id ?? '',
    redirectUri: redirect_uri ?? '',
    host: hostOf(client_id ?? '', redirect_uri ?? ''),
    server: server?.title,
    scopes: (scope ?? '').split(' ').filter((one) => known.has(one)),
  };
}

async function show(parts: InteractionParts, details: Details, response: Response): Promise<void> {
  if (details.prompt.name !== 'consent') {
    showSignIn(parts, details, response, 200, undefined, '');
    return;
  }
  const { clientId, redirectUri, host, server, scopes } = asking(parts, details);
  const account = details.session?.accountId ?? '';
  const client = await parts.provider().Client.find(clientId);
  const person = { account, name: parts.directory.person(account)?.name ?? account };
  const { uid } = details;
  const shown = consentPage({ uid, host, clientName: client?.clientName, redirectUri, person, server, scopes });
  sendPage(response, 200, formPolicy(redirectUri), shown);
}

function showSignIn(
  parts: InteractionParts,
  details: Details,
  response: Response,
  status: number,
  problem: string | undefined,
  name: string,
): void {
  const { clientId, host, server, redirectUri } = asking(parts, details);
  const isAskedMore = clientId !== CONSOLE_CLIENT;
  const shown = signInPage({ uid: details.uid, host, server, isAskedMore, name, problem });
  sendPage(response, status, formPolicy(redirectUri), shown);
}

async function signIn(parts: InteractionParts, details: Details, request: Request, response: Response): Promise<void> {
  const name = field(request, 'name').trim().toLowerCase().slice(0, nameCharactersMax);
  const password = field(request, 'password').slice(0, passwordCharactersMax);
  const seconds = parts.throttle.take(name);
  if (seconds > 0) {
    response.set('retry-after', seconds.toString());
    const problem = `Too many tries. Wait ${seconds} seconds, then try again.`;
    showSignIn(parts, details, response, 429, problem, name);
    return;
  }
  const isRight = await parts.isPasswordOf(name, password);
  if (!isRight || parts.directory.person(name) === undefined) {
    showSignIn(parts, details, response, 401, 'That name and password do not belong together.', name);
    return;
  }
  parts.throttle.forgive(name);
  await endSessionOfAnother(parts, details, name);
  const result = { login: { accountId: name, amr: ['pwd'], remember: false } };
  await parts.provider().interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

/** Another person in the same browser: the library would end that session by a page with a script, which none of ours has. */
async function endSessionOfAnother({ provider }: InteractionParts, details: Details, account: string): Promise<void> {
  const { session } = details;
  if (session === undefined || session.accountId === account) return;
  const former = await provider().Session.findByUid(session.uid);
  await former?.destroy();
  details.session = undefined;
  details.grantId = undefined;
  await details.persist();
}

async function consent(parts: InteractionParts, details: Details, request: Request, response: Response): Promise<void> {
  if (details.prompt.name !== 'consent' || field(request, 'decision') !== 'allow') {
    await refuse(parts, request, response);
    return;
  }
  const { Grant } = parts.provider();
  const { clientId } = asking(parts, details);
  const accountId = details.session?.accountId ?? '';
  const former = details.grantId === undefined ? undefined : await Grant.find(details.grantId);
  // What one person allowed is not another's, though they share a browser.
  const isTheirs = former?.accountId === accountId && former.clientId === clientId;
  const grant = isTheirs ? former : new Grant({ accountId, clientId });
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes } = details.prompt.details as {
    readonly missingOIDCScope?: readonly string[];
    readonly missingOIDCClaims?: readonly string[];
    readonly missingResourceScopes?: Readonly<Record<string, readonly string[]>>;
  };
  if (missingOIDCScope !== undefined) grant.addOIDCScope(missingOIDCScope.join(' '));
  if (missingOIDCClaims !== undefined) grant.addOIDCClaims([...missingOIDCClaims]);
  for (const [resource, scopes] of Object.entries(missingResourceScopes ?? {})) {
    grant.addResourceScope(resource, scopes.join(' '));
  }
  const result = { consent: { grantId: await grant.save() } };
  await parts.provider().interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

async function refuse({ provider }: InteractionParts, request: Request, response: Response): Promise<void> {
  const result = { error: 'access_denied', error_description: 'the person refused' };
  await provider().interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

function field(request: Request, name: string): string {
  const value = (request.body as Readonly<Record<string, unknown>> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

function sendPage(response: Response, status: number, policy: string, text: string): void {
  response.status(status).set('content-security-policy', policy).type('html').send(text);
}
