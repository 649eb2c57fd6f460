import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type Settings } from './settings.ts';
import { openIdentityProvider, type IdentityProvider, type IdentityProviderOptions } from './identity-provider.ts';

export const INVENTORY = 'http://127.0.0.1:4101/mcp';
export const ORDERS = 'http://127.0.0.1:4103/mcp';
export const CALLBACK = 'http://127.0.0.1:53682/callback';
export const CLI = 'supercargo-cli';

export const SETTINGS: Settings = readSettings(
  JSON.stringify({
    people: [
      { tenant: 'acme', id: 'mara', name: 'Mara Lindqvist', roles: ['supply_chain_manager'] },
      { tenant: 'acme', id: 'carla', name: 'Carla Bianchi', roles: ['customer'], customer: 'CUS-CARLA' },
      { tenant: 'globex', id: 'gina', name: 'Gina Rossi', roles: ['supply_chain_manager'] },
    ],
    agents: [{ tenant: 'acme', id: 'stock-watch', roles: ['warehouse_clerk'], scopes: ['inventory:read'] }],
    servers: [
      {
        name: 'inventory',
        title: 'Supercargo Inventory',
        resource: INVENTORY,
        scopes: ['inventory:read', 'inventory:reorder', 'inventory:count_twice'],
      },
      { name: 'orders', title: 'Supercargo Orders', resource: ORDERS, scopes: ['orders:read', 'orders:flag'] },
    ],
  }),
);

type Fields = Readonly<Record<string, string | undefined>>;

function formOf(fields: Fields): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.set(name, value);
  return form;
}

export interface Stage {
  readonly idp: IdentityProvider;
  readonly data: string;
  password(account: string): string;
  clientSecret(clientId: string): string;
  /** Sends a form to an endpoint such as `/token`. */
  post(path: string, fields: Fields, headers?: Fields): Promise<Response>;
  json(path: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** A person's browser: keeps cookies, follows nothing. */
  browser(): Browser;
  /** Ends it and starts it again on the same folder and port. */
  restart(settings?: Settings): Promise<void>;
  end(): Promise<void>;
}

export interface Browser {
  get(address: string): Promise<Response>;
  send(address: string, fields: Fields, headers?: Fields): Promise<Response>;
  /** Every cookie, whatever path it is for. */
  cookies(): string;
}

/** A real server on a free port, with a folder of its own. */
export async function openStage(options: Partial<IdentityProviderOptions> = {}): Promise<Stage> {
  const data = mkdtempSync(join(tmpdir(), 'supercargo-idp-'));
  const own = { data, settings: SETTINGS, clock: () => new Date(), fetch: globalThis.fetch, ...options };
  let idp = await openIdentityProvider({ port: 0, ...own });
  const secrets = (): Record<'people' | 'clients', Record<string, string>> =>
    JSON.parse(readFileSync(join(data, 'passwords.json'), 'utf8')) as Record<
      'people' | 'clients',
      Record<string, string>
    >;
  const at = (address: string): string => new URL(address, idp.issuer).href;
  return {
    get idp() {
      return idp;
    },
    data,
    password: (account) => secrets().people[account] ?? '',
    clientSecret: (clientId) => secrets().clients[clientId] ?? '',
    post: (path, fields, headers = {}) =>
      fetch(at(path), {
        ...{ method: 'POST', body: formOf(fields), redirect: 'manual' },
        // A connection of before a restart is of no use after it.
        headers: { connection: 'close', ...definedOf(headers) },
      }),
    json: async (path, init) => {
      const response = await fetch(at(path), init);
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    browser: () => newBrowser(at),
    restart: async (settings = own.settings) => {
      const port = Number(new URL(idp.issuer).port);
      await idp.close();
      idp = await openIdentityProvider({ ...own, settings, port });
    },
    end: async () => {
      await idp.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const definedOf = (fields: Fields): Record<string, string> => Object.fromEntries(formOf(fields));

function newBrowser(at: (address: string) => string): Browser {
  const jar = new Map<string, { readonly value: string; readonly path: string }>();
  const cookiesFor = (pathname: string | undefined): string =>
    [...jar]
      .filter(([, { path }]) => pathname?.startsWith(path) !== false)
      .map(([key, { value }]) => `${key.split('|')[0] ?? ''}=${value}`)
      .join('; ');
  const call = async (address: string, init: RequestInit, headers: Fields = {}): Promise<Response> => {
    const url = at(address);
    const cookie = cookiesFor(new URL(url).pathname);
    const response = await fetch(url, {
      ...init,
      headers: { cookie, connection: 'close', ...definedOf(headers) },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /;\s*path=([^;]*)/i.exec(line)?.[1] ?? '/';
      if (value === '') jar.delete(`${name}|${path}`);
      else jar.set(`${name}|${path}`, { value, path });
    }
    return response;
  };
  return {
    cookies: () => cookiesFor(undefined),
    get: (address) => call(address, {}),
    send: (address, fields, headers) => call(address, { method: 'POST', body: formOf(fields) }, headers),
  };
}

export const newVerifier = (): string => randomBytes(32).toString('base64url');
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export const locationOf = (response: Response): string => response.headers.get('location') ?? '';

/** The address of an authorization request; a field of undefined is left out. */
export function authorizationRequest(verifier: string, fields: Fields = {}): string {
  const all = {
    ...{ response_type: 'code', client_id: CLI, redirect_uri: CALLBACK, state: 'st', resource: INVENTORY },
    ...{ scope: 'inventory:read', code_challenge: challengeOf(verifier), code_challenge_method: 'S256' },
    ...fields,
  };
  return `/auth?${formOf(all).toString()}`;
}

/** Goes from an authorization request to the sign-in form, as a browser does. Answers the form's page and path. */
export async function toForm(
  browser: Browser,
  request: string,
): Promise<{ readonly path: string; readonly page: string }> {
  const path = locationOf(await browser.get(request));
  return { path, page: await (await browser.get(path)).text() };
}

/** Signs in and goes on to the consent page. */
export async function signIn(
  stage: Stage,
  browser: Browser,
  request: string,
  account = 'mara@acme',
): Promise<{ readonly path: string; readonly page: string }> {
  const { path } = await toForm(browser, request);
  const done = await browser.send(`${path}/login`, { name: account, password: stage.password(account) });
  return toForm(browser, locationOf(done));
}

/** The whole way to the client's redirect address, whose parameters it answers. */
export async function authorize(stage: Stage, request: string, account?: string): Promise<URLSearchParams> {
  const browser = stage.browser();
  const { path } = await signIn(stage, browser, request, account);
  const allowed = await browser.send(`${path}/consent`, { decision: 'allow' });
  return new URL(locationOf(await browser.get(locationOf(allowed)))).searchParams;
}

/** A whole code flow: the token endpoint's answer. */
export async function tokensFor(
  stage: Stage,
  fields: Fields = {},
  account?: string,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const verifier = newVerifier();
  const answer = await authorize(stage, authorizationRequest(verifier, fields), account);
  return redeem(stage, answer.get('code') ?? '', verifier, { client_id: fields['client_id'] });
}

/** Exchanges a code. */
export async function redeem(
  stage: Stage,
  code: string,
  verifier: string,
  fields: Fields = {},
  headers: Fields = {},
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const all = { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: CALLBACK, ...fields };
  const response = await stage.post('/token', { ...all, client_id: fields['client_id'] ?? CLI }, headers);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
