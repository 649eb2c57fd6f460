import type { ServerResponse } from 'node:http';
import { foundOf, HTTP_CODE, type HttpCall, type HttpRefusal } from './http-call.ts';

export const MCP_PATH = '/mcp';

function answer(response: ServerResponse, status: number, body: unknown, cache = 'no-store'): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': cache,
  });
  response.end(text);
}

/** Which controls do not hold now: by name, never in the words of a fault. */
async function unmetNow({ site }: HttpCall): Promise<readonly string[]> {
  const signIn = new Set(site.authenticator.unmet().map(({ control }) => control));
  const stopping = site.isDraining() ? ['stopping'] : [];
  return [...stopping, ...signIn, ...((await site.options.unmet?.()) ?? [])];
}

/** What is answered to everybody, without a token: the metadata of RFC 9728, whether the process lives, and whether it can serve. */
export async function servePublic(call: HttpCall, response: ServerResponse): Promise<HttpRefusal | undefined> {
  const path = foundOf(call, 'path');
  const { metadata } = call.site.authenticator;
  if (path !== metadata.path && path !== '/healthz' && path !== '/readyz') {
    return { status: 404, reason: 'path', jsonRpcCode: HTTP_CODE, message: 'There is nothing at this path.' };
  }
  if (call.request.method !== 'GET') {
    const headers = { allow: 'GET' };
    return { status: 405, reason: 'method', jsonRpcCode: HTTP_CODE, message: 'Only GET is answered here.', headers };
  }
  if (path === '/healthz') answer(response, 200, { alive: true });
  else if (path === metadata.path) answer(response, 200, metadata.document, 'max-age=300');
  else {
    const unmet = await unmetNow(call);
    answer(response, unmet.length === 0 ? 200 : 503, { ready: unmet.length === 0, unmet });
  }
  return undefined;
}
