import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { canonicalText, noteIssuerKey, openUnknownRefusals, type UnknownCaller } from '@supercargo/audit';
import { createAuthenticator, readAuthConfig, type AuthConfig, type Authenticator } from '@supercargo/auth';
import { isLoopbackHost, parseStrictJson, systemClock, TenantId } from '@supercargo/kernel';
import type { Logger } from '@supercargo/observe';
import { ConfigurationError, type HttpConfig } from '../config.ts';
import { unpublishedTools } from '../published.ts';
import type { Runtime } from '../runtime.ts';
import type { HttpOptions, UnknownRefusal } from './http-options.ts';
import { tellStanding } from './metrics.ts';
import { RefusalCounts } from './refusal-counts.ts';
import { MCP_PATH } from './public-routes.ts';
import { serveHttp } from './serve-http.ts';

const TOLD_EVERY_MS = 60_000;
const LOOKED_EVERY_MS = 1_000;
/** Definitions belong to no tenant; the door opens for one all the same. */
const NOBODY = TenantId.parse('nobody');

async function readAuthFile(path: string): Promise<AuthConfig> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) throw new ConfigurationError('SUPERCARGO_AUTH_FILE is no file that can be read');
  const written = parseStrictJson(bytes);
  if (!written.ok) throw new ConfigurationError(`SUPERCARGO_AUTH_FILE: ${written.message}`);
  const read = readAuthConfig(written.value);
  if (!read.ok) throw new ConfigurationError(`SUPERCARGO_AUTH_FILE: ${read.refusal.join('; ')}`);
  const { pathname } = new URL(read.value.resource);
  if (pathname !== MCP_PATH) throw new ConfigurationError(`SUPERCARGO_AUTH_FILE: resource has the path ${MCP_PATH}`);
  return read.value;
}

function openAuthenticator(auth: AuthConfig, runtime: Runtime, log: Logger): Authenticator {
  return createAuthenticator(auth, {
    clock: systemClock,
    fetch: globalThis.fetch,
    randomBytes: (bytes) => randomBytes(bytes),
    // Counted with everything else that is refused before anybody is known; this says who was close to being let in.
    onRefused: ({ reason, issuer, client, failures }) => {
      if (client !== undefined) log.warn({ reason, issuer, client, failures }, 'sign-in refused');
    },
    onNewKey: async (key) => {
      await noteIssuerKey(runtime.door, key);
      log.info({ issuer: key.issuer, keyId: key.keyId }, 'new key of an issuer');
    },
    onFault: runtime.onFault,
  });
}

/** Which of the database, the definitions and the limits do not hold, by name; looked at once a second however often it is asked. */
function unmetOf(runtime: Runtime): () => Promise<readonly string[]> {
  let looked: { readonly at: number; readonly unmet: Promise<readonly string[]> } | undefined;
  const look = async (): Promise<readonly string[]> => {
    const uncounted = (await runtime.limits.check()) ? [] : ['limits'];
    try {
      await runtime.door.check();
      return (await unpublishedTools(runtime, NOBODY)).length > 0 ? ['definitions', ...uncounted] : uncounted;
    } catch (fault) {
      runtime.onFault(fault, 'readiness');
      return ['database', ...uncounted];
    }
  };
  return () => {
    if (looked === undefined || performance.now() - looked.at > LOOKED_EVERY_MS) {
      looked = { at: performance.now(), unmet: look() };
    }
    return looked.unmet;
  };
}

/** The names of this server, where it has others than those of its own machine; and how callers know it, where TLS ends before it. */
function namesOf(config: HttpConfig, { resource }: AuthConfig): Pick<HttpOptions, 'hosts' | 'publicOrigin'> {
  const { host, hostname, origin, protocol } = new URL(resource);
  const isLocal = isLoopbackHost(hostname);
  return {
    ...(isLocal && config.names.length === 0 ? {} : { hosts: [host, ...config.names] }),
    ...(protocol === 'https:' && config.tls === undefined ? { publicOrigin: origin } : {}),
  };
}

/** What is kept of a refusal before anybody was known. Its issuer is one of the configured ones: no token says any other. */
function unknownCaller({ definition }: Runtime, refusal: UnknownRefusal): UnknownCaller {
  const { reason, status, address, issuer, client } = refusal;
  const told = { ...(issuer === undefined ? {} : { issuer }), ...(client === undefined ? {} : { client }) };
  const what = { v: 1, kind: 'unauthenticated', server: definition.name, reason, status, address, ...told };
  return { issuer: issuer ?? 'unknown', address, reason, record: canonicalText(what) };
}

/** Serves HTTP until it is told to stop, and then as long as what was asked takes. */
export async function runHttp(runtime: Runtime, config: HttpConfig, log: Logger, stop: AbortSignal): Promise<void> {
  const auth = await readAuthFile(config.authFile);
  const authenticator = openAuthenticator(auth, runtime, log);
  const counts = new RefusalCounts();
  const unknown = openUnknownRefusals(runtime.door, (fault) => {
    runtime.onFault(fault, 'record of a refusal');
  });
  const tell = (): void => {
    const refusals = counts.take();
    if (refusals.length > 0) log.warn({ refusals }, 'refused before anybody was known');
  };
  const telling = setInterval(tell, TOLD_EVERY_MS).unref();
  try {
    const serving = await serveHttp(runtime, {
      ...{ host: config.host, port: config.port, authenticator, origins: config.origins, watchMs: config.watchMs },
      ...namesOf(config, auth),
      ...(config.tls === undefined ? {} : { tls: config.tls }),
      onUnknown: (refusal) => {
        counts.add(refusal);
        unknown.add(unknownCaller(runtime, refusal));
      },
      unmet: unmetOf(runtime),
    });
    const metrics = runtime.telemetry?.metrics;
    if (metrics !== undefined) tellStanding(metrics, serving, runtime.door);
    log.info({ host: config.host, port: serving.port, resource: auth.resource }, 'serving');
    if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
    await serving.drain();
  } finally {
    clearInterval(telling);
    tell();
    await unknown.close();
    await authenticator.close();
  }
}
