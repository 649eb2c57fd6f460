import { setTimeout as sleep } from 'node:timers/promises';
import {
  canonicalText,
  readEntriesSince,
  readLatestEntries,
  type AuditEntry,
  type CanonicalValue,
} from '@supercargo/audit';
import type { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { instant, visible } from '../print.ts';

const lookMs = 500;
const pageMax = 1_000;
const pagesMax = 100;
/** A record carries the instant of its writing and appears with its transaction's commit, which may be this much later. */
const lateSeconds = 35;

/** The latest records, oldest first. */
export function latest(door: TenantDoor, tenant: TenantId, limit: number): Promise<readonly AuditEntry[]> {
  return door.read(tenant, (tx) => readLatestEntries(tx, limit));
}

/** Gives each new record once, as it appears, until `stop`. */
export async function follow(
  door: TenantDoor,
  tenant: TenantId,
  seenAlready: readonly AuditEntry[],
  print: (entry: AuditEntry) => void,
  stop: AbortSignal,
): Promise<void> {
  let newest = seenAlready.at(-1)?.at ?? new Date(0);
  // What is older than the last record shown was left out on purpose; what was committed late is not here yet.
  const before = await entriesFrom(door, tenant, newest);
  let recent = new Map([...before.filter(({ at }) => at <= newest), ...seenAlready].map(({ id, at }) => [id, at]));
  while (!stop.aborted) {
    for (const entry of await entriesFrom(door, tenant, newest)) {
      if (recent.has(entry.id)) continue;
      recent.set(entry.id, entry.at);
      if (entry.at > newest) newest = entry.at;
      print(entry);
    }
    const since = lateSince(newest);
    recent = new Map([...recent].filter(([, at]) => at >= since));
    await sleep(lookMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

function lateSince(newest: Date): Date {
  return new Date(newest.getTime() - lateSeconds * 1_000);
}

/** Every record since a little before `newest`, page by page; the records of a page's last instant come twice. */
async function entriesFrom(door: TenantDoor, tenant: TenantId, newest: Date): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let since = lateSince(newest);
  for (let page = 0; page < pagesMax; page += 1) {
    const read = await door.read(tenant, (tx) => readEntriesSince(tx, since, pageMax));
    entries.push(...read);
    const last = read.at(-1);
    if (last === undefined || read.length < pageMax) break;
    since = last.at;
  }
  return entries;
}

const SHOWN = [
  'tool',
  'person',
  'requester',
  'agent',
  'verdict',
  'outcome',
  'code',
  'refusal',
  'reason',
  'request_id',
] as const;

/** One record as one line: when, what, and the members that tell most. `--json` gives all of it. */
export function entryLine(entry: AuditEntry): string {
  const members = SHOWN.flatMap((key) => {
    const value: CanonicalValue | undefined = entry.record[key];
    if (value === undefined || value === null) return [];
    return [`${key}=${typeof value === 'string' ? value : canonicalText(value)}`];
  });
  return visible(`${instant(entry.at)} ${entry.kind} ${members.join(' ')}`);
}

export function entryDocument(entry: AuditEntry): Record<string, unknown> {
  return { id: entry.id, at: entry.at, db_role: entry.dbRole, record: entry.record };
}
