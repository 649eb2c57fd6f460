import { parseStrictJson, type Clock } from '@supercargo/kernel';
import { open } from 'node:fs/promises';
import * as z from 'zod';
import type { Finding } from '../refusal.ts';

/** A key that must not be trusted although its issuer still publishes it. */
export interface DeniedKey {
  readonly issuer: string;
  readonly keyId: string;
}
export type DeniedKeySource = () => Promise<readonly DeniedKey[]>;

const File = z.array(z.strictObject({ issuer: z.string(), keyId: z.string() })).max(1_000);
const FILE_BYTES_MAX = 262_144;

/** After how long the list is read again while the last is used, and after how long nobody goes on without it. */
const FRESH_MS = 2_000;
const WAIT_MS = 4_000;
const READ_MS_MAX = 1_000;

/** A list kept in a file: `[{ "issuer": …, "keyId": … }]`. A file that is absent or malformed denies every key. */
export function deniedKeysFile(path: string): DeniedKeySource {
  return async () => {
    await using file = await open(path);
    const { size } = await file.stat();
    if (size > FILE_BYTES_MAX) throw new Error(`the list of denied keys is longer than ${FILE_BYTES_MAX} bytes`);
    const read = parseStrictJson(await file.readFile());
    if (!read.ok) throw new Error(`the list of denied keys is ${read.message}`);
    return File.parse(read.value);
  };
}

function nameOf({ issuer, keyId }: DeniedKey): string {
  return JSON.stringify([issuer, keyId]);
}

async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('the list of denied keys took too long')), milliseconds);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** The deny list, effective within 5 s. While it cannot be read every key is denied. */
export class DeniedKeys {
  readonly #source: DeniedKeySource;
  readonly #clock: Clock;
  readonly #onFault: (fault: unknown, where: string) => void;
  #denied: ReadonlySet<string> | undefined;
  #readAt = -Infinity;
  #flight: Promise<void> | undefined;

  constructor(source: DeniedKeySource, clock: Clock, onFault: (fault: unknown, where: string) => void) {
    this.#source = source;
    this.#clock = clock;
    this.#onFault = onFault;
  }

  async check(key: DeniedKey): Promise<Finding> {
    const waiting = this.refresh();
    if (waiting !== undefined) await waiting;
    if (this.#denied === undefined) return 'deny_list_unreadable';
    return this.#denied.has(nameOf(key)) ? 'key_denied' : undefined;
  }

  /** Reads again where that is due. Gives the reading only to those who must not go on without it. */
  refresh(): Promise<void> | undefined {
    const age = Math.abs(this.#clock().getTime() - this.#readAt);
    if (age < FRESH_MS) return undefined;
    this.#flight ??= this.#read().finally(() => (this.#flight = undefined));
    return age >= WAIT_MS || this.#denied === undefined ? this.#flight : undefined;
  }

  readable(): boolean {
    return this.#denied !== undefined;
  }

  async #read(): Promise<void> {
    const startedAt = this.#clock().getTime();
    try {
      this.#denied = new Set((await within(READ_MS_MAX, this.#source())).map(nameOf));
      this.#readAt = startedAt;
    } catch (failure) {
      this.#denied = undefined;
      this.#onFault(failure, 'the list of denied keys');
    }
  }
}
