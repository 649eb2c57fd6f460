import { errors, type Client, type KoaContextWithOIDC, type ResourceServer as ResourceServerInfo } from 'oidc-provider';
import type { Directory } from './directory.ts';
import type { Agent, ResourceServer } from './settings.ts';

export const ACCESS_TOKEN_SECONDS = 600;

/**
 * For whom a token may be issued (RFC 8707): one MCP server of the settings, named exactly, and for an agent only one of its own. The token
 * is a JWT of RFC 9068 with that resource as its one audience.
 */
export function resourceInfo(
  directory: Directory,
  ctx: KoaContextWithOIDC,
  resource: string,
  client: Client,
): ResourceServerInfo {
  if (Array.isArray(ctx.oidc.params?.['resource'])) {
    throw new errors.InvalidTarget('one resource at a time is accepted');
  }
  const server = directory.server(resource);
  if (server === undefined) {
    throw new errors.InvalidTarget(
      `accepted resources: ${directory.servers.map((known) => known.resource).join(', ')}`,
    );
  }
  const agent = directory.agent(client.clientId);
  const scopes = agent === undefined ? server.scopes : scopesOfAgent(agent, server, ctx.oidc.requestParamScopes);
  giveDefaultScope(ctx, scopes[0]);
  return {
    scope: scopes.join(' '),
    audience: resource,
    accessTokenFormat: 'jwt',
    accessTokenTTL: ACCESS_TOKEN_SECONDS,
    jwt: { sign: { alg: 'ES256' } },
  };
}

function scopesOfAgent(agent: Agent, server: ResourceServer, asked: ReadonlySet<string>): readonly string[] {
  const permitted = server.scopes.filter((scope) => agent.scopes.includes(scope));
  if (permitted.length === 0) throw new errors.InvalidTarget('this agent has nothing to ask of that resource');
  const beyond = [...asked].filter((scope) => !permitted.includes(scope));
  if (beyond.length === 0) return permitted;
  throw new errors.InvalidScope(`this agent may ask for: ${permitted.join(' ')}`, beyond.join(' '));
}

/** RFC 6749 §3.3: a request without a scope is given the first, the smallest that is of use, and the answer says so. */
function giveDefaultScope(ctx: KoaContextWithOIDC, scope: string | undefined): void {
  const { route, params } = ctx.oidc;
  const isAsking = route === 'authorization' || params?.['grant_type'] === 'client_credentials';
  if (isAsking && params?.['scope'] === undefined) Object.assign(params ?? {}, { scope });
}
