import * as z from 'zod';
import { scopesOf } from '../../http/scopes.ts';
import type { HttpServer } from '../../http/addresses.ts';
import { askHttp, messageOf, type Asked } from '../ask-http.ts';
import { atEach, otherThan } from '../at-each.ts';
import { broken, type Control } from '../control.ts';
import { forgedToken, unsignedToken } from '../tokens.ts';
import type { Ground } from '../ground.ts';

const Metadata = z.object({ resource: z.string(), authorization_servers: z.array(z.string()).min(1) });
const metadataMs = 5_000;

const LOG = 'a server that believes this must not be reached: npx supercargo down, then see its log and its auth.json';

/** The document of RFC 9728 that the challenge names; undefined where there is none that is one. */
async function metadataOf(challenge: string | undefined): Promise<z.output<typeof Metadata> | undefined> {
  const address = /resource_metadata="([^"]+)"/.exec(challenge ?? '')?.[1];
  if (address === undefined) return undefined;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(metadataMs), redirect: 'error' });
    return Metadata.parse(await response.json());
  } catch {
    return undefined;
  }
}

async function challengeProblem(site: HttpServer): Promise<string | undefined> {
  const answer = await askHttp(site, messageOf('tools/list'));
  const problem = otherThan(401, answer, 'a request without a token');
  if (problem !== undefined) return problem;
  const metadata = await metadataOf(answer.headers['www-authenticate']);
  if (metadata === undefined) return 'its challenge names no metadata that could be read';
  return metadata.resource === site.url ? undefined : 'its metadata is of another resource';
}

async function issuerOf(site: HttpServer): Promise<string> {
  const answer = await askHttp(site, messageOf('tools/list'));
  return (await metadataOf(answer.headers['www-authenticate']))?.authorization_servers[0] ?? 'https://issuer.invalid';
}

async function wrongTokens(site: HttpServer): Promise<string | undefined> {
  const issuer = await issuerOf(site);
  const wrong: readonly (readonly [what: string, token: string])[] = [
    ['a token that is none', 'not-a-token'],
    ['a token that nobody signed (alg none)', unsignedToken(issuer, site)],
    ['a token signed with a key of nobody', forgedToken(issuer, site)],
  ];
  for (const [what, token] of wrong) {
    const problem = otherThan(401, await askHttp(site, { ...messageOf('tools/list'), token }), what);
    if (problem !== undefined) return problem;
  }
  const elsewhere: Asked = { ...messageOf('tools/list'), query: '?access_token=not-a-token' };
  return otherThan(400, await askHttp(site, elsewhere), 'a token in the address');
}

/** A token of the next server of the profile, which is good there. */
async function othersToken(ground: Ground, site: HttpServer): Promise<string | undefined> {
  const { sites, tokens } = ground;
  const other = sites[(sites.findIndex(({ name }) => name === site.name) + 1) % sites.length];
  if (other === undefined || other.name === site.name) return undefined;
  const token = await tokens.for(other, scopesOf(other)[0]);
  return otherThan(401, await askHttp(site, { ...messageOf('tools/list'), token }), `a token for ${other.name}`);
}

async function ownToken({ tokens }: Ground, site: HttpServer): Promise<string | undefined> {
  const token = await tokens.for(site, scopesOf(site)[0]);
  return otherThan(200, await askHttp(site, { ...messageOf('tools/list'), token }), 'a token for itself');
}

export const resourceServer: Control = {
  name: 'oauth_resource_server',
  title: 'OAuth 2.1 resource server',
  demands: { local: 'nothing', internal: 'that it holds', customer: 'that it holds' },
  look: async (ground) => [
    ...ground.missing.map((name) => broken(`${name} is not running`, 'run npx supercargo up --detach')),
    ...(await atEach(
      ground,
      'without a token each answers 401 and says where its metadata is, which is its own',
      LOG,
      challengeProblem,
    )),
    ...(await atEach(
      ground,
      'no token, one without a signature and one of a foreign key are answered with 401, one in the address with 400',
      LOG,
      wrongTokens,
    )),
    ...(await atEach(ground, 'a token for another server is answered with 401', LOG, (site) =>
      othersToken(ground, site),
    )),
    ...(await atEach(ground, 'a token for itself is taken', 'see its log; npx supercargo doctor', (site) =>
      ownToken(ground, site),
    )),
  ],
};
