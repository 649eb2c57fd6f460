import { randomBytes } from 'node:crypto';
import type { OAuthClientMetadata, OAuthClientProvider } from '@modelcontextprotocol/client';
import type { Person } from './person.ts';

type Discovery = Awaited<ReturnType<NonNullable<OAuthClientProvider['discoveryState']>>>;
type Information = Awaited<ReturnType<OAuthClientProvider['clientInformation']>>;
type Tokens = Awaited<ReturnType<OAuthClientProvider['tokens']>>;

/** Nobody listens there: where the person is sent back to is read from the redirect itself. */
const CALLBACK = 'http://127.0.0.1/callback';

/** What both lines of the SDK ask a host to keep for it, in memory; its browser is a person of ours. */
export class Provider implements OAuthClientProvider {
  readonly redirectUrl = CALLBACK;
  readonly clientMetadata: OAuthClientMetadata;
  readonly #person: Person;
  readonly #state = randomBytes(16).toString('base64url');
  #information: Information;
  #tokens: Tokens;
  #discovery: Discovery;
  #verifier = '';
  #back: URL | undefined;

  constructor(person: Person, scope: string | undefined) {
    this.#person = person;
    this.clientMetadata = {
      ...{ client_name: 'A host', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' },
      ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
      ...(scope === undefined ? {} : { scope }),
    };
  }

  state(): string {
    return this.#state;
  }

  clientInformation(): Information {
    return this.#information;
  }

  saveClientInformation(information: NonNullable<Information>): void {
    this.#information = information;
  }

  tokens(): Tokens {
    return this.#tokens;
  }

  saveTokens(tokens: NonNullable<Tokens>): void {
    this.#tokens = tokens;
  }

  codeVerifier(): string {
    return this.#verifier;
  }

  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }

  discoveryState(): Discovery {
    return this.#discovery;
  }

  saveDiscoveryState(discovery: NonNullable<Discovery>): void {
    this.#discovery = discovery;
  }

  async redirectToAuthorization(request: URL): Promise<void> {
    this.#back = await this.#person.allow(request);
  }

  /** What the person came back with, once. */
  takeBack(): URLSearchParams {
    const { searchParams } = this.#back ?? new URL(CALLBACK);
    this.#back = undefined;
    if (searchParams.get('state') !== this.#state) throw new Error('the answer is to another request');
    return searchParams;
  }
}
