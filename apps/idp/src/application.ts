import { PAGE_HEADERS } from '@supercargo/pages';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Provider } from 'oidc-provider';
import { interactionRoutes, type InteractionParts } from './interaction.ts';
import { findIssued } from './issued.ts';
import { errorPage } from './pages/error.ts';
import type { SigningKeys } from './signing-keys.ts';

const TOKEN_PATHS = ['/token/introspection', '/token/revocation'];
const FORM = express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

/** Everything that is served: the two questions are ours, the rest is the library's. */
export function applicationOf(parts: InteractionParts & { readonly keys: SigningKeys }): Express {
  const { issuer, provider, keys } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(onlyFor(issuer));
  // Whoever started it knows by the number that it is the one.
  app.get('/healthz', (_request, response) => void response.json({ idp: 'ready', pid: process.pid }));
  app.use(interactionRoutes(parts));
  app.post(TOKEN_PATHS, FORM, findIssued(keys));
  app.use(library(provider));
  app.use(fault);
  return app;
}

/** A name that was made to point at this machine is not ours (DNS rebinding): addresses are built from the Host header. */
function onlyFor(issuer: string): RequestHandler {
  const { host } = new URL(issuer);
  return (request, response, next) => {
    response.set(PAGE_HEADERS);
    if (request.headers.host === host) next();
    else response.status(421).type('text').send(`This server answers for ${host} only.\n`);
  };
}

function library(provider: () => Provider): RequestHandler {
  const callbacks = new WeakMap<Provider, RequestHandler>();
  return (request, response, next) => {
    const current = provider();
    const callback = callbacks.get(current) ?? (current.callback() as RequestHandler);
    callbacks.set(current, callback);
    callback(request, response, next);
  };
}

/** A form that cannot be read, or a fault of ours: what it was is for the log. */
const fault: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const status = isHttpError(error) && error.status < 500 ? error.status : 500;
  if (status === 500) {
    process.stderr.write(`idp: ${error instanceof Error ? (error.stack ?? error.message) : 'fault'}\n`);
  }
  const said =
    status === 500
      ? errorPage('server_error', 'the fault is in the log')
      : errorPage('invalid_request', 'the form cannot be read');
  response.status(status).type('html').send(said);
};

function isHttpError(error: unknown): error is { readonly status: number } {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}
