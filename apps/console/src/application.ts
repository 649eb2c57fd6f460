import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { PAGE_HEADERS } from '@supercargo/pages';
import { sendNotice, sendNotThere } from './answers.ts';
import type { ConsoleParts } from './parts.ts';
import { requestRoutes } from './requests.ts';
import { signInRoutes } from './sign-in.ts';

/** Everything that is served, in this order. */
export function applicationOf(parts: ConsoleParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(onlyFor(parts.settings.origin));
  // Whoever started it knows by the number that it is the one.
  app.get('/healthz', (_request, response) => void response.json({ console: 'ready', pid: process.pid }));
  app.get('/readyz', readiness(parts));
  app.use(signInRoutes(parts));
  app.use(requestRoutes(parts));
  app.use((_request, response) => {
    sendNotThere(response);
  });
  app.use(fault(parts));
  return app;
}

/** A name that was made to point here is not ours (DNS rebinding): everything we trust a browser with hangs on our own. */
function onlyFor(origin: string): RequestHandler {
  const { host, protocol } = new URL(origin);
  const more = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    ...(protocol === 'https:' ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  return (request, response, next) => {
    response.set({ ...PAGE_HEADERS, ...more });
    if (request.headers.host === host) next();
    else response.status(421).type('text').send(`This server answers for ${host} only.\n`);
  };
}

const lookedEveryMs = 1_000;

/** Whether the database is there, looked at once a second however often it is asked. */
function readiness({ door, log }: ConsoleParts): RequestHandler {
  let looked: { readonly at: number; readonly unmet: Promise<readonly string[]> } | undefined;
  const look = async (): Promise<readonly string[]> => {
    try {
      await door.check();
      return [];
    } catch (fault) {
      log.error({ fault, during: 'readiness' }, 'fault');
      return ['database'];
    }
  };
  return async (_request, response) => {
    const at = performance.now();
    if (looked === undefined || at - looked.at > lookedEveryMs) looked = { at, unmet: look() };
    const unmet = await looked.unmet;
    response.status(unmet.length === 0 ? 200 : 503).json({ ready: unmet.length === 0, unmet });
  };
}

/** A form that cannot be read, or a fault of ours: what it was is for the log. */
function fault({ log }: ConsoleParts): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (isHttpError(error) && error.status < 500) {
      sendNotice(response, error.status, 'Not accepted', ['What was sent cannot be read. Nothing was decided.']);
      return;
    }
    log.error({ fault: error, during: 'a page' }, 'fault');
    const sentence =
      'Something failed here, and the log says what. Load the request again to see whether it was decided.';
    sendNotice(response, 500, 'That did not work', [sentence]);
  };
}

function isHttpError(error: unknown): error is { readonly status: number } {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number';
}
