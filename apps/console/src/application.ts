import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { PAGE_HEADERS } from '@supercargo/pages';
import { sendNotice, sendNotThere } from './answers.ts';
import { FORM } from './own-form.ts';
import type { ConsoleParts } from './parts.ts';
import { formOf, pageFor } from './present.ts';
import { ROUTES, type Route } from './routes.ts';

/** Everything that is served: the routes, and beside them nothing. */
export function applicationOf(parts: ConsoleParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.use(onlyFor(parts.settings.origin));
  for (const route of ROUTES) {
    if ('get' in route) app.get(route.get, answerOf(route, pageFor, parts));
    else app.post(route.post, FORM, answerOf(route, formOf, parts));
  }
  app.use(notThere);
  app.use(fault(parts));
  return app;
}

/** Who is present is found out here, for each route that is not for anybody. */
function answerOf(route: Route, forPresent: typeof pageFor | typeof formOf, parts: ConsoleParts): RequestHandler {
  if ('present' in route) return forPresent(route.present, parts);
  return (request, response) => route.anybody(parts, request, response);
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

const notThere: RequestHandler = (_request, response) => {
  sendNotThere(response);
};

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
