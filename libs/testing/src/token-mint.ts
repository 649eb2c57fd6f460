import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from 'jose';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { signMembers, signTexts, type Members } from './sign-texts.ts';

export interface MintOptions {
  /** Members of the header, over those a good token has; one that is undefined is left out. */
  readonly header?: Members;
  /** Signs with this key instead of the newest published one. */
  readonly key?: MintKey;
}

export interface MintKey {
  readonly keyId: string;
  readonly algorithm: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: JWK;
}

/** What a mint serves instead of its own answer; undefined: its own. */
export type MintAnswer = (request: IncomingMessage, response: ServerResponse) => void;

/** An authorization server of one test: real keys, a real JWKS over HTTP on loopback, and any token a test asks for. */
export interface TokenMint {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds since the epoch, by its clock. */
  readonly now: () => number;
  readonly jwksUri: string;
  readonly introspectionEndpoint: string;
  readonly keys: () => readonly MintKey[];
  /** A good access token (RFC 9068), with these claims over its own. */
  readonly mint: (claims?: Members, options?: MintOptions) => Promise<string>;
  /** Signs exactly these texts, whatever they say. */
  readonly sign: (header: string, claims: string, key?: MintKey) => Promise<string>;
  /** Publishes one more key, and signs with it from now on. */
  readonly rotate: (algorithm?: string) => Promise<MintKey>;
  /** Publishes a key no longer. */
  readonly remove: (keyId: string) => void;
  /** Publishes this beside the keys. */
  readonly publish: (jwk: JWK) => void;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** How often its keys were asked for. */
  readonly keyFetches: () => number;
  /** How often it was asked for anything. */
  readonly requests: () => number;
  /** Serves a path by this function, or by itself again. */
  readonly answer: (path: '/jwks' | '/introspect' | '/metadata', how: MintAnswer | undefined) => void;
  readonly close: () => Promise<void>;
}

export interface MintSettings {
  readonly audience: string;
  /** The algorithm of its first key. */
  readonly algorithm?: string;
  /** Tells the time of `iat` and `exp`. */
  readonly clock?: () => Date;
  /** Claims that every token has unless it is minted with others. */
  readonly claims?: Members;
}

async function newKey(algorithm: string, number: number): Promise<MintKey> {
  const options = algorithm.startsWith('RS') || algorithm.startsWith('PS') ? { modulusLength: 2_048 } : {};
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { ...options, extractable: true });
  const keyId = `key-${number}`;
  const publicJwk = { ...(await exportJWK(publicKey)), kid: keyId, alg: algorithm, use: 'sig' };
  return { keyId, algorithm, privateKey, publicJwk };
}

class Listener {
  readonly #handle: RequestListener;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;

  constructor(handle: RequestListener) {
    this.#handle = handle;
  }

  /** Takes the port that it had before. */
  async start(): Promise<number> {
    if (this.#server !== undefined) return this.#port;
    const server = createServer(this.#handle);
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    return this.#port;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Starts an authorization server on a free loopback port. Whoever starts it closes it. */
export async function tokenMint({ audience, algorithm = 'ES256', claims, clock }: MintSettings): Promise<TokenMint> {
  const keys = [await newKey(algorithm, 1)];
  const beside: JWK[] = [];
  const answers = new Map<string, MintAnswer>();
  const counted = { keyFetches: 0, requests: 0, minted: 0, keys: 1 };
  const listener = new Listener((request, response) => {
    const path = request.url ?? '';
    const name = path.startsWith('/.well-known/') ? '/metadata' : path;
    counted.requests += 1;
    if (name === '/jwks') counted.keyFetches += 1;
    const own = answers.get(name);
    if (own !== undefined) own(request, response);
    else if (name === '/jwks') sendJson(response, { keys: [...keys.map(({ publicJwk }) => publicJwk), ...beside] });
    else if (name === '/metadata') sendJson(response, { issuer, jwks_uri: `${issuer}/jwks` });
    else if (name === '/introspect') sendJson(response, { active: true });
    else response.writeHead(404).end();
  });
  const issuer = `http://127.0.0.1:${await listener.start()}`;
  const now = (): number => Math.floor((clock?.() ?? new Date()).getTime() / 1_000);
  const newest = (): MintKey => {
    const key = keys.at(-1);
    if (key === undefined) throw new Error('this mint has no key left');
    return key;
  };
  const goodClaims = (): Members => {
    const iat = now();
    counted.minted += 1;
    return {
      ...{ iss: issuer, aud: audience, sub: 'mara', client_id: 'test-client', jti: `token-${counted.minted}` },
      ...{ iat, exp: iat + 600, tenant: 'acme', person: 'mara', scope: 'test:read', ...claims },
    };
  };
  return {
    issuer,
    audience,
    now,
    jwksUri: `${issuer}/jwks`,
    introspectionEndpoint: `${issuer}/introspect`,
    keys: () => keys,
    mint: (over = {}, { header = {}, key = newest() } = {}) => {
      const goodHeader = { alg: key.algorithm, typ: 'at+jwt', kid: key.keyId };
      return signMembers({ ...goodHeader, ...header }, { ...goodClaims(), ...over }, key.algorithm, key.privateKey);
    },
    sign: (header, text, key = newest()) => signTexts(header, text, key.algorithm, key.privateKey),
    rotate: async (next = newest().algorithm) => {
      counted.keys += 1;
      keys.push(await newKey(next, counted.keys));
      return newest();
    },
    remove: (keyId) => {
      const at = keys.findIndex((key) => key.keyId === keyId);
      if (at >= 0) keys.splice(at, 1);
    },
    publish: (jwk) => void beside.push(jwk),
    stop: () => listener.stop(),
    start: async () => {
      await listener.start();
    },
    keyFetches: () => counted.keyFetches,
    requests: () => counted.requests,
    answer: (path, how) => {
      if (how === undefined) answers.delete(path);
      else answers.set(path, how);
    },
    close: () => listener.stop(),
  };
}
