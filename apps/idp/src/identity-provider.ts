import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { applicationOf } from './application.ts';
import type { Fetch } from './client-document.ts';
import { directoryOf } from './directory.ts';
import { ensurePasswords, isPasswordOf } from './passwords.ts';
import { providerOf } from './provider.ts';
import { ensureOwnFolder } from './secret-file.ts';
import type { Settings } from './settings.ts';
import { openSigningKeys } from './signing-keys.ts';
import { openEntries } from './store/entries.ts';
import { newThrottle } from './throttle.ts';

export interface IdentityProvider {
  /** `http://127.0.0.1:<port>`, the `iss` of everything it says. */
  readonly issuer: string;
  /** Replaces the signing key at once, and answers the new one's `kid`. */
  rotateKey(): string;
  close(): Promise<void>;
}

export interface IdentityProviderOptions {
  readonly port: number;
  readonly data: string;
  readonly settings: Settings;
  readonly clock: () => Date;
  readonly fetch: Fetch;
}

const HOST = '127.0.0.1';
const headersMs = 10_000;
const requestMs = 30_000;

/** Opens its folder, makes what is missing there, and listens on this machine. */
export async function openIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const { data, settings, clock, fetch } = options;
  ensureOwnFolder(data);
  const entries = openEntries(join(data, 'state.sqlite'), clock);
  const keys = openSigningKeys(data, clock);
  const clientSecrets = await ensurePasswords(data, entries, settings);
  const server = createServer({ headersTimeout: headersMs, requestTimeout: requestMs });
  server.listen(options.port, HOST);
  await once(server, 'listening');
  const issuer = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  const directory = directoryOf(settings);
  const parts = { issuer, settings, directory, entries, keys, clientSecrets, clock, fetch };
  const processKey = randomBytes(32);
  let provider = providerOf({ ...parts, processKey });
  server.on(
    'request',
    applicationOf({
      ...{ issuer, directory, keys, provider: () => provider, throttle: newThrottle(clock) },
      isPasswordOf: (account, password) => isPasswordOf(entries, account, password),
    }),
  );
  return {
    issuer,
    rotateKey: () => {
      const kid = keys.rotate();
      // What it remembers lies in the entries, so that another can take its place between two requests.
      provider = providerOf({ ...parts, processKey });
      return kid;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
      entries.close();
    },
  };
}
