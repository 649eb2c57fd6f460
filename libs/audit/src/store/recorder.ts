import type { TenantId } from '@supercargo/kernel';
import type { Statement, TenantDoor } from '@supercargo/tenancy';
import { appendRecord } from './write-record.ts';

const APPEND: Statement = { name: 'audit_append', text: 'select audit.append($1, $2)' };

/** A group is far smaller than what one statement may carry: records are 64 KiB at most. */
const GROUP_MAX = 64;
const GROUP_CHARACTERS_MAX = 1_000_000;

interface Waiting {
  readonly tenant: TenantId;
  readonly record: string;
  readonly kept: () => void;
  readonly lost: (reason: unknown) => void;
}

/** Appends records in transactions of their own. What comes while one is under way waits for it and leaves together in the next. */
export interface Recorder {
  /** Resolves when the record is durable; rejects when it is not, and then nothing of it is there. */
  append(tenant: TenantId, record: string): Promise<void>;
}

/** A refusal of the database's, after which nothing of the statement is there: the connection itself did not break. */
function isRefusal(reason: unknown): boolean {
  return reason instanceof Error && 'severity' in reason && reason.severity === 'ERROR';
}

function nextGroup(waiting: Waiting[]): readonly Waiting[] {
  let size = 0;
  let characters = 0;
  for (const { record } of waiting) {
    characters += record.length;
    if (size > 0 && (size === GROUP_MAX || characters > GROUP_CHARACTERS_MAX)) break;
    size += 1;
  }
  return waiting.splice(0, size);
}

export function openRecorder(door: Pick<TenantDoor, 'append' | 'alone'>): Recorder {
  const waiting: Waiting[] = [];
  let isWriting = false;

  async function write(group: readonly Waiting[]): Promise<void> {
    try {
      await door.alone(APPEND, [group.map(({ tenant }) => tenant), group.map(({ record }) => record)]);
      for (const each of group) each.kept();
    } catch (reason) {
      // One that is refused takes no other with it: each is tried by itself, and hears its own reason.
      if (group.length > 1 && isRefusal(reason)) {
        await Promise.all(group.map((each) => appendRecord(door, each.tenant, each.record).then(each.kept, each.lost)));
      } else for (const each of group) each.lost(reason);
    }
  }

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length > 0) await write(nextGroup(waiting));
    isWriting = false;
  }

  return {
    append: (tenant, record) =>
      new Promise<void>((kept, lost) => {
        waiting.push({ tenant, record, kept, lost });
        if (!isWriting) void writeAll();
      }),
  };
}
