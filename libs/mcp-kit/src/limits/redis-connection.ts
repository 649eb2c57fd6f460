import { setTimeout as sleep } from 'node:timers/promises';
import { secretFromFile } from '@supercargo/cluster';
import { createClient, ErrorReply } from '@redis/client';
import type { RedisPlace } from './limits-config.ts';

type Client = ReturnType<typeof clientOf>;

/** How long a question may take, and how long it may take to connect and sign in. */
const ANSWER_MS_MAX = 500;
const CONNECT_MS_MAX = 2_000;
const RETRY_MS = 250;
/** Questions that wait: far beyond what a process answers in half a second. */
const WAITING_MAX = 10_000;
/** How often an outage that goes on is told again. */
const TOLD_EVERY_MS = 60_000;

/**
 * Redis cannot be asked. Says so in our words and one of Redis’s or the system’s (`WRONGPASS`, `ECONNREFUSED`): what either says beside it
 * may quote what was sent, the password among it.
 */
export class RedisAway extends Error {
  override readonly name = 'RedisAway';
  readonly word: string;

  constructor(word: string) {
    super(`limits cannot be counted: Redis ${word}`);
    this.word = word;
  }
}

function wordOf(fault: unknown): string {
  if (fault instanceof RedisAway) return fault.word;
  if (fault instanceof ErrorReply) return `answers ${/^[A-Z]{2,20}\b/.exec(fault.message)?.[0] ?? 'an error'}`;
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined;
  return `is not reached (${typeof code === 'string' && /^[A-Z_0-9]{1,60}$/.test(code) ? code : 'closed'})`;
}

function away(fault: unknown): RedisAway {
  return new RedisAway(wordOf(fault));
}

/** Read for each connection, so that a password may change without a restart. */
async function passwordOf(file: string): Promise<string> {
  return secretFromFile(file).catch(() => {
    throw new RedisAway('needs a password, and its file does not hold one that can be read');
  });
}

function clientOf(given: string, password: string | undefined) {
  const url = new URL(given);
  // Left in the address, a name would be taken with the password that is there, which is none.
  const username = decodeURIComponent(url.username);
  url.username = '';
  return createClient({
    ...{
      url: url.href,
      RESP: 2,
      disableOfflineQueue: true,
      commandsQueueMaxLength: WAITING_MAX,
      disableClientInfo: true,
    },
    ...(username === '' ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    socket: { connectTimeout: CONNECT_MS_MAX, reconnectStrategy: false },
  });
}

/** The answer, or a RedisAway once that takes too long. */
async function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    // Where it was this process that stood still, the answer is there already and is read first.
    setImmediate(() => {
      reject(new RedisAway(`did not answer within ${ms.toString()} ms`));
    });
  }, ms);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * One connection to one Redis, made again for as long as it is wanted. Nothing waits for it: what is asked while there is none fails at once,
 * and an answer that does not come in time ends the connection, so that those after it do not wait as well.
 */
export class RedisConnection {
  readonly #place: RedisPlace;
  readonly #onFault: (fault: RedisAway) => void;
  readonly #closing = new AbortController();
  #client: Client | undefined;
  #keeping: Promise<void> | undefined;
  #told: { readonly word: string; readonly at: number } | undefined;

  private constructor(place: RedisPlace, onFault: (fault: RedisAway) => void) {
    this.#place = place;
    this.#onFault = onFault;
  }

  /** Connects once; throws a RedisAway where that fails. */
  static async open(place: RedisPlace, onFault: (fault: RedisAway) => void): Promise<RedisConnection> {
    const connection = new RedisConnection(place, onFault);
    connection.#keeping = connection.#keep(await connection.#connect());
    return connection;
  }

  /** Asks, and gives the answer; throws a RedisAway, which has been told of. */
  async ask<T>(question: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#client;
    try {
      if (client === undefined) throw new RedisAway('is not connected');
      const answer = await within(ANSWER_MS_MAX, question(client));
      this.#told = undefined;
      return answer;
    } catch (fault) {
      const known = away(fault);
      if (!(fault instanceof ErrorReply)) client?.destroy();
      // Why there is none has been told by whoever keeps it.
      if (client !== undefined) this.#tell(known);
      throw known;
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#client?.destroy();
    await this.#keeping;
    // One that was being made meanwhile.
    this.#client?.destroy();
  }

  async #connect(): Promise<Client> {
    const { url, passwordFile } = this.#place;
    const client = clientOf(url, passwordFile === undefined ? undefined : await passwordOf(passwordFile));
    client.on('error', () => undefined);
    try {
      await within(CONNECT_MS_MAX, client.connect());
    } catch (fault) {
      client.destroy();
      throw away(fault);
    }
    this.#client = client;
    return client;
  }

  /** Waits for the end of one connection after another, and makes the next. */
  async #keep(first: Client): Promise<void> {
    const { signal } = this.#closing;
    const isWanted = (): boolean => !signal.aborted;
    let client: Client | undefined = first;
    while (isWanted()) {
      if (client !== undefined) {
        await over(client);
        this.#client = undefined;
        if (isWanted()) this.#tell(new RedisAway('closed the connection'));
      }
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      client = isWanted() ? await this.#again() : undefined;
    }
  }

  async #again(): Promise<Client | undefined> {
    try {
      return await this.#connect();
    } catch (fault) {
      this.#tell(away(fault));
      return undefined;
    }
  }

  /** Tells of a fault when it is another than before, and else now and then: an outage is one fault, however many calls it refuses. */
  #tell(fault: RedisAway): void {
    const at = performance.now();
    if (this.#told?.word === fault.word && at - this.#told.at < TOLD_EVERY_MS) return;
    this.#told = { word: fault.word, at };
    this.#onFault(fault);
  }
}

/** Resolves when a connection is over, whoever ended it. */
function over(client: Client): Promise<void> {
  return new Promise((resolve) => {
    if (!client.isOpen) resolve();
    client.once('end', resolve);
    client.once('terminated', () => {
      resolve();
    });
  });
}
