import type { Clock } from '@supercargo/kernel';
import * as z from 'zod';
import { listFile } from '../listed/list-file.ts';
import { WatchedList } from '../listed/watched-list.ts';
import type { Finding } from '../refusal.ts';

/** A key that must not be trusted although its issuer still publishes it. */
export interface DeniedKey {
  readonly issuer: string;
  readonly keyId: string;
}
export type DeniedKeySource = () => Promise<readonly DeniedKey[]>;

const NAME = 'the list of denied keys';
const Entry = z.strictObject({ issuer: z.string(), keyId: z.string() });

/** A list kept in a file: `[{ "issuer": …, "keyId": … }]`. A file that is absent or malformed denies every key. */
export function deniedKeysFile(path: string): DeniedKeySource {
  return listFile(path, { name: NAME, entry: Entry, entriesMax: 1_000, bytesMax: 262_144 });
}

function nameOf({ issuer, keyId }: DeniedKey): string {
  return JSON.stringify([issuer, keyId]);
}

/** The deny list, effective within 5 s. While it cannot be read every key is denied. */
export class DeniedKeys {
  readonly #list: WatchedList<ReadonlySet<string>>;

  constructor(source: DeniedKeySource, clock: Clock, onFault: (fault: unknown, where: string) => void) {
    const read = async (): Promise<ReadonlySet<string>> => new Set((await source()).map(nameOf));
    this.#list = new WatchedList({ name: NAME, read, clock, onFault });
  }

  async check(key: DeniedKey): Promise<Finding> {
    const denied = await this.#list.current();
    if (denied === undefined) return 'deny_list_unreadable';
    return denied.has(nameOf(key)) ? 'key_denied' : undefined;
  }

  refresh(): Promise<void> | undefined {
    return this.#list.refresh();
  }

  readable(): boolean {
    return this.#list.readable();
  }
}
