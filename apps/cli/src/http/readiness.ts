import * as z from 'zod';
import type { HttpServer } from './addresses.ts';

const answerMs = 2_000;

const Answer = z.object({ ready: z.boolean(), unmet: z.array(z.string()) });

/** What a server says of itself: the names of the controls that are unmet, none where it is ready. Undefined: it does not answer. */
export async function unmetOf({ url }: Pick<HttpServer, 'url'>): Promise<readonly string[] | undefined> {
  try {
    const response = await fetch(new URL('/readyz', url), {
      signal: AbortSignal.timeout(answerMs),
      redirect: 'error',
    });
    return Answer.parse(await response.json()).unmet;
  } catch {
    return undefined;
  }
}
