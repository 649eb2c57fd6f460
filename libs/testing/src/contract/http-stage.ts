import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  createAuthenticator,
  readAuthConfig,
  type AuthConfigInput,
  type AuthDeps,
  type Authenticator,
  type Presented,
} from '@supercargo/auth';
import { systemClock } from '@supercargo/kernel';
import { serveHttp, type HttpOptions, type HttpServing } from '@supercargo/mcp-kit/http';
import type { Members } from '../sign-texts.ts';
import { tokenMint, type TokenMint } from '../token-mint.ts';
import { modernMeta } from './raw-lines.ts';
import { recordsOf, type AuditRecord } from './record.ts';
import type { Stage } from './stage.ts';

/** Who a token is given to, and for what. */
export interface Bearer {
  readonly person: string;
  readonly tenant?: string;
  readonly scopes?: readonly string[];
  readonly client?: string;
  readonly customer?: string;
  /** How long it is good for. */
  readonly seconds?: number;
}

/** What a test says differently of who is let in. */
export interface SignInTerms {
  /** The resource identifier of this server. */
  readonly resource?: string;
  /** What every token says unless it is minted with others. */
  readonly claims?: Members;
  readonly rolesOfToken?: 'ignored' | 'limit';
  readonly server?: Partial<AuthConfigInput>;
  readonly deps?: Partial<AuthDeps>;
}

type Unknown = Parameters<NonNullable<HttpOptions['onUnknown']>>[0];
type Message = Readonly<Record<string, unknown>>;

/** What came back over a socket of one's own. */
export interface RawHttpAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A stage's server behind HTTP on a free port of this machine, with tokens that a real issuer signs and the server verifies. */
export interface HttpStage {
  readonly stage: Stage;
  readonly serving: HttpServing;
  readonly mint: TokenMint;
  readonly authenticator: Authenticator;
  /** What was presented to the authenticator, in order. */
  readonly presented: Presented[];
  /** What was refused before anybody was known. */
  readonly unknown: Unknown[];
  readonly url: string;
  token(bearer: Bearer): Promise<string>;
  /** The headers of a 2026-07-28 request with this body. */
  headers(bearer: Bearer, message: Message): Promise<Record<string, string>>;
  /** A POST of 2026-07-28 by mara that lacks nothing, but for what is said differently. */
  post(message: Message, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Writes these bytes to a socket and reads until the server closes it. */
  raw(bytes: string): Promise<RawHttpAnswer>;
  /** Everything recorded in the stage's company. */
  records(): Promise<readonly AuditRecord[]>;
  close(): Promise<void>;
}

const RESOURCE = 'http://127.0.0.1/mcp';

/** A request of 2026-07-28. */
export function modernRequest(method: string, params: object, id: number | string = 1): Record<string, unknown> {
  return { jsonrpc: '2.0', id, method, params: { ...params, _meta: modernMeta() } };
}

function openAuthenticator(mint: TokenMint, stage: Stage, presented: Presented[], terms: SignInTerms): Authenticator {
  const scopesSupported = [...new Set(Object.values(stage.runtime.definition.scopesByRole).flat())];
  const config = readAuthConfig({
    ...{ resource: mint.audience, development: true, scopesSupported, baselineScope: scopesSupported[0] },
    issuers: [{ issuer: mint.issuer, jwksUri: mint.jwksUri, rolesOfToken: terms.rolesOfToken ?? 'ignored' }],
    ...terms.server,
  });
  if (!config.ok) throw new Error(config.refusal.join('; '));
  const real = createAuthenticator(config.value, {
    ...{ clock: systemClock, fetch, randomBytes: (bytes: number) => randomBytes(bytes) },
    ...{ onRefused: () => undefined, onNewKey: () => undefined },
    onFault: stage.runtime.onFault,
    ...terms.deps,
  });
  return {
    ...real,
    authenticate: (shown) => {
      presented.push(shown);
      return real.authenticate(shown);
    },
  };
}

function minter(mint: TokenMint): (bearer: Bearer) => Promise<string> {
  const minted = new Map<string, Promise<string>>();
  return (bearer) => {
    const { person, tenant = 'acme', scopes, client = 'a host', customer, seconds = 600 } = bearer;
    const key = JSON.stringify(bearer);
    const iat = mint.now();
    const found =
      minted.get(key) ??
      mint.mint({
        ...{ sub: `${person} of ${tenant}`, person, tenant, client_id: client, iat, exp: iat + seconds },
        ...{ scope: (scopes ?? ['inventory:read', 'inventory:reorder']).join(' ') },
        ...(customer === undefined ? {} : { customer }),
      });
    // One that ends within the test is another each time.
    if (seconds === 600) minted.set(key, found);
    return found;
  };
}

async function rawly(port: number, bytes: string): Promise<RawHttpAnswer> {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  const whole = await text(socket);
  const end = whole.includes('\r\n\r\n') ? whole.indexOf('\r\n\r\n') : whole.length;
  const head = whole.slice(0, end);
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0), head, body: whole.slice(end + 4) };
}

function headersOf(token: string, { method, params }: Message): Record<string, string> {
  const named = params as Readonly<Record<string, string | undefined>> | undefined;
  const name = named?.['name'] ?? named?.['uri'];
  return {
    ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    ...{ authorization: `Bearer ${token}`, 'mcp-protocol-version': '2026-07-28', 'mcp-method': String(method) },
    ...(name === undefined ? {} : { 'mcp-name': name }),
  };
}

/** Serves a stage over HTTP. */
export async function openHttpStage(
  stage: Stage,
  options: Partial<HttpOptions> = {},
  terms: SignInTerms = {},
): Promise<HttpStage> {
  const { resource: audience = RESOURCE, claims = {}, deps: { clock = systemClock } = {} } = terms;
  const mint = await tokenMint({ audience, claims, clock });
  const presented: Presented[] = [];
  const unknown: Unknown[] = [];
  const authenticator = openAuthenticator(mint, stage, presented, terms);
  const ended = async (): Promise<void> => {
    await authenticator.close();
    await mint.close();
  };
  const onUnknown = (refused: Unknown): void => void unknown.push(refused);
  const given: HttpOptions = { host: '127.0.0.1', port: 0, authenticator, watchMs: 20, onUnknown, ...options };
  const serving = await serveHttp(stage.runtime, given).catch(async (error: unknown) => {
    await ended();
    throw error;
  });
  const token = minter(mint);
  const headers: HttpStage['headers'] = async (bearer, message) => headersOf(await token(bearer), message);
  const url = `http://127.0.0.1:${serving.port}/mcp`;
  return {
    ...{ stage, serving, mint, authenticator, presented, unknown, url, token, headers },
    post: async (message, more) => {
      const own = await headers({ person: 'mara' }, message);
      return fetch(url, { method: 'POST', headers: { ...own, ...more }, body: JSON.stringify(message) });
    },
    raw: (bytes) => rawly(serving.port, bytes),
    records: () => recordsOf(stage.database, stage.principal('').tenant),
    close: async () => {
      await serving.drain();
      await ended();
    },
  };
}
