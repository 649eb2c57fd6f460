import type { AuthDeps } from '../auth-deps.ts';
import type { IssuerConfig } from '../config/issuer-config.ts';
import { listFile } from '../listed/list-file.ts';
import { WatchedList } from '../listed/watched-list.ts';
import type { Finding } from '../refusal.ts';
import type { VerifiedToken } from '../verified-token.ts';
import * as z from 'zod';

/** As a token may name itself or its subject: an entry with any other name could revoke nothing. */
const Name = z.string().regex(/^[\x20-\x7E]{1,256}$/);
const Entry = z.union([
  z.strictObject({ tokenId: Name }),
  z.strictObject({ subject: Name, issuedBefore: z.iso.datetime().transform((instant) => Date.parse(instant)) }),
]);

/** What an issuer's tokens are held against. */
interface Revoked {
  readonly tokenIds: ReadonlySet<string>;
  /** Until when what was issued to a subject is revoked, in milliseconds since the epoch. */
  readonly subjects: ReadonlyMap<string, number>;
}

function indexed(entries: readonly z.output<typeof Entry>[]): Revoked {
  const tokenIds = new Set<string>();
  const subjects = new Map<string, number>();
  for (const entry of entries) {
    if ('tokenId' in entry) tokenIds.add(entry.tokenId);
    // Of two entries the wider one holds.
    else subjects.set(entry.subject, Math.max(entry.issuedBefore, subjects.get(entry.subject) ?? -Infinity));
  }
  return { tokenIds, subjects };
}

/** The tokens that one issuer's list revokes, effective within 5 s. While it cannot be read, all of them. */
export interface RevokedTokens {
  readonly check: (verified: VerifiedToken) => Promise<Finding>;
  /** Whether the list can be read. Reads it again where that is due. */
  readonly readable: () => boolean;
}

/**
 * A list kept in a file: `[{ "tokenId": … }, { "subject": …, "issuedBefore": "2026-11-21T09:30:00Z" }]`, of this issuer's
 * tokens alone. Undefined where none is configured.
 */
export function openRevokedTokens(config: IssuerConfig, { clock, onFault }: AuthDeps): RevokedTokens | undefined {
  if (config.revokedTokensFile === undefined) return undefined;
  const name = `the revocation list of ${config.issuer}`;
  const file = listFile(config.revokedTokensFile, { name, entry: Entry, entriesMax: 5_000, bytesMax: 1_048_576 });
  const list = new WatchedList({ name, read: async () => indexed(await file()), clock, onFault });
  return {
    check: async ({ identity: { tokenId, subject }, issuedAt }) => {
      const revoked = await list.current();
      if (revoked === undefined) return 'revocation_unknown';
      const until = revoked.subjects.get(subject) ?? -Infinity;
      return revoked.tokenIds.has(tokenId) || issuedAt * 1_000 < until ? 'revoked' : undefined;
    },
    readable: () => {
      void list.refresh();
      return list.readable();
    },
  };
}
