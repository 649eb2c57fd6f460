import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAuthConfig, type AuthConfigInput } from '@supercargo/auth';
import { updateState, type Home } from '@supercargo/cluster';
import { assert } from '@supercargo/kernel';
import type { HttpServer } from './addresses.ts';
import { scopesOf, titleOf } from './scopes.ts';

const folderOf = (home: Home): string => join(home.path, 'http');

/** The file that says to the server of a site whose tokens it accepts. */
export const authFile = (home: Home, site: string): string => join(folderOf(home), `${site}.auth.json`);

/** When it was last changed, in milliseconds. */
export const authFileChanged = (home: Home, site: string): number => statSync(authFile(home, site)).mtimeMs;

function contentOf(site: HttpServer, issuer: string): AuthConfigInput {
  const [baselineScope, ...writes] = scopesOf(site);
  return {
    ...{ resource: site.url, resourceName: titleOf(site), baselineScope, scopesSupported: [baselineScope, ...writes] },
    // Its issuer is on this machine, over plain http.
    development: true,
    issuers: [
      {
        ...{ issuer, jwksUri: `${issuer}/jwks`, algorithms: ['ES256'] },
        // It knows everybody's roles: one that it takes away counts no longer.
        rolesOfToken: 'limit',
        // It binds a token to a key where a client proves one, and leaves it unbound for the many that cannot.
        senderConstraint: { kind: 'dpop', required: false },
      },
    ],
  };
}

/** Tells each server that the issuer is this one. A file that says so already is left, so that its server stays as well. */
export async function writeAuthFiles(home: Home, servers: readonly HttpServer[], issuer: string): Promise<void> {
  mkdirSync(folderOf(home), { recursive: true, mode: 0o700 });
  // While the state is held: two starts at once write it once.
  await updateState(home, (state) => {
    for (const server of servers) writeWhereDifferent(authFile(home, server.name), contentOf(server, issuer));
    return state;
  });
}

function writeWhereDifferent(path: string, content: AuthConfigInput): void {
  assert(readAuthConfig(content).ok, 'a server accepts what is written for it');
  const text = `${JSON.stringify(content, null, 2)}\n`;
  if (textOf(path) === text) return;
  const draft = `${path}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  renameSync(draft, path);
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
