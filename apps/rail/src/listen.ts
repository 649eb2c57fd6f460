import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { find, take, type Answer } from './answer.ts';
import type { Misbehaviour } from './options.ts';
import type { Payments } from './store/payments.ts';

const BODY_BYTES_MAX = 4_096;
const REQUEST_MS_MAX = 10_000;

export interface Rail {
  readonly payments: Payments;
  readonly token: string;
  readonly misbehaviour: Misbehaviour;
  readonly chance: () => number;
  readonly clock: () => Date;
  /** Ends the process at once, as a power cut does. */
  readonly die: () => void;
}

const refusal = (status: number, error: string, reason: string): Answer => ({ status, body: { error, reason } });

function hashed(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Compared as hashes of one length, in a time that says nothing of where they differ. */
function isAuthorised(request: IncomingMessage, token: string): boolean {
  return timingSafeEqual(hashed(request.headers.authorization ?? ''), hashed(`Bearer ${token}`));
}

/** The body as text, or the answer to one that is too large or was broken off. */
async function bodyOf(request: IncomingMessage): Promise<string | Answer> {
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(request.headers['content-type'] ?? '')) {
    return refusal(415, 'content_type', 'application/json is accepted');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) return refusal(413, 'too_large', `at most ${BODY_BYTES_MAX} bytes are accepted`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    return refusal(400, 'malformed', 'the body is UTF-8');
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
      // A body that was not read to its end must not be taken for the next request.
      ...(status >= 400 && status !== 404 && status !== 422 ? { connection: 'close' } : {}),
    })
    .end(text);
}

const isEach = (every: number, number: number): boolean => every > 0 && number % every === 0;

/** Answers one request; undefined where the answer is lost on purpose. */
async function answerOf(rail: Rail, request: IncomingMessage): Promise<Answer | undefined> {
  const { payments, misbehaviour } = rail;
  const isUnlucky = (): boolean => misbehaviour.dieAtRandom > 0 && rail.chance() < misbehaviour.dieAtRandom;
  if (!isAuthorised(request, rail.token)) {
    return refusal(401, 'unauthorised', 'the bearer token of this rail is accepted');
  }
  if (misbehaviour.latencyMs > 0) await sleep(misbehaviour.latencyMs);
  if (request.url === '/payments') {
    if (request.method !== 'POST') return refusal(405, 'method', 'POST is accepted');
    const text = await bodyOf(request);
    if (typeof text !== 'string') return text;
    if (isUnlucky()) rail.die();
    const { answer, taken } = take(payments, text, (number) => isEach(misbehaviour.refuseEvery, number));
    if (isUnlucky()) rail.die();
    const isLost = taken?.kind === 'new' && isEach(misbehaviour.loseEvery, taken.payment.number);
    return isLost ? undefined : answer;
  }
  const [, id] = /^\/payments\/([0-9a-f-]{36})$/.exec(request.url ?? '') ?? [];
  if (id === undefined) return refusal(404, 'no_such_place', 'there are /payments and /payments/<id>');
  if (request.method !== 'GET') return refusal(405, 'method', 'GET is accepted');
  if (isUnlucky()) rail.die();
  return find(payments, id, rail.clock());
}

/** The rail as a server that listens nowhere yet. */
export function railServer(rail: Rail): Server {
  const server = createServer(
    { headersTimeout: REQUEST_MS_MAX, requestTimeout: REQUEST_MS_MAX },
    (request, response) => {
      answerOf(rail, request).then(
        (answer) => {
          // Told to end, it waits for nobody's next request.
          if (!server.listening) response.shouldKeepAlive = false;
          if (answer === undefined) request.socket.destroy();
          else send(response, answer);
        },
        // Whoever hung up is told nothing; and a fault of ours has no answer either, so that nobody takes it for one.
        () => request.socket.destroy(),
      );
    },
  );
  server.maxConnections = 1_000;
  return server;
}
