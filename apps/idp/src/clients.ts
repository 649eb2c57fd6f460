import { errors, type ClientMetadata, type Configuration } from 'oidc-provider';
import { isLoopback } from './loopback.ts';
import { agentClientId, CONSOLE_CLIENT, serverClientId, type Settings } from './settings.ts';

/** The client that `supercargo token` is. Public: it proves itself with PKCE, like every program on somebody's machine. */
export const COMMAND_LINE_CLIENT = 'supercargo-cli';

/** The clients that are there without registering. */
export function standingClients(
  { agents, servers, console }: Settings,
  secrets: ReadonlyMap<string, string>,
): ClientMetadata[] {
  const confidential = (client_id: string, grant_types: string[]): ClientMetadata => {
    const client_secret = secrets.get(client_id);
    if (client_secret === undefined) throw new Error(`the client ${client_id} has no secret`);
    const noRedirect = { redirect_uris: [], response_types: [] };
    return { client_id, client_secret, grant_types, token_endpoint_auth_method: 'client_secret_basic', ...noRedirect };
  };
  return [
    {
      client_id: COMMAND_LINE_CLIENT,
      client_name: 'The supercargo command',
      redirect_uris: ['http://127.0.0.1/callback'],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    ...agents.map((agent) => confidential(agentClientId(agent), ['client_credentials'])),
    ...servers.map((server) => confidential(serverClientId(server), [])),
    ...(console === undefined
      ? []
      : [
          {
            ...confidential(CONSOLE_CLIENT, ['authorization_code']),
            client_name: 'The Supercargo console',
            redirect_uris: [console.redirect_uri],
            response_types: ['code' as const],
            // What it is told about a person is how long ago they proved themselves, each time.
            require_auth_time: true,
          },
        ]),
  ];
}

const REDIRECTS_MAX = 20;
const FIELD_CHARACTERS_MAX = 500;

/**
 * What every client is held to, wherever its metadata comes from; the library calls it before its own checks, once for each property named
 * here. Native (RFC 8252) for all but the console, whose one address is matched whole: loopback redirects then match on any port, http elsewhere
 * is refused, and consent is asked for each time.
 */
export function clientRules({ agents }: Settings): NonNullable<Configuration['extraClientMetadata']> {
  const agentIds: ReadonlySet<string> = new Set(agents.map(agentClientId));
  return {
    properties: ['software_id'],
    validator: (_ctx, _key, softwareId, metadata) => {
      const own = metadata as Record<string, unknown>;
      own['application_type'] = own['client_id'] === CONSOLE_CLIENT ? 'web' : 'native';
      // The other modes answer by a page with a script in it.
      own['response_modes'] = ['query'];
      // What may be asked for is the resource's, and decided when it is asked for.
      delete own['scope'];
      if (listOf(own['grant_types']).includes('client_credentials') && !agentIds.has(String(own['client_id']))) {
        throw new errors.InvalidClientMetadata('client_credentials is for the agents of the settings, not for others');
      }
      const redirects = listOf(own['redirect_uris']);
      if (redirects.length > REDIRECTS_MAX) {
        throw new errors.InvalidClientMetadata(`redirect_uris takes at most ${REDIRECTS_MAX}`);
      }
      const texts = [own['client_id'], own['client_name'], softwareId, ...redirects];
      if (texts.some((text) => typeof text === 'string' && text.length > FIELD_CHARACTERS_MAX)) {
        throw new errors.InvalidClientMetadata(
          `a value of more than ${FIELD_CHARACTERS_MAX} characters is not accepted`,
        );
      }
    },
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Where a client lives, as a person can judge it: the host of its document, else where it wants the answer sent. */
export function hostOf(clientId: string, redirectUri: string): string {
  if (clientId === CONSOLE_CLIENT) return 'the Supercargo console';
  const url = URL.parse(clientId) ?? URL.parse(redirectUri);
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') {
    return `a program registered on this machine for ${url?.protocol ?? 'nothing'}`;
  }
  return isLoopback(url.href) ? `a program on this machine (${url.host})` : url.host;
}
