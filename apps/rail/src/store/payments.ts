import { DatabaseSync } from 'node:sqlite';
import { contentOf, verdictOf, type Instruction, type Verdict } from '../payment.ts';

/** A payment that the rail has decided about, for ever. */
export interface Payment {
  /** Which one it was, from 1. */
  readonly number: number;
  readonly instruction: Instruction;
  readonly verdict: Verdict;
  readonly at: string;
}

export type Taken =
  | { readonly kind: 'new' | 'known'; readonly payment: Payment }
  /** Under this id another payment was decided about. */
  | { readonly kind: 'other' };

/** What the rail remembers, on disk before anybody is told. */
export interface Payments {
  /** Decides about a payment the first time, and says the same ever after. */
  take(instruction: Instruction, isOutOfLuck: (number: number) => boolean): Taken;
  find(id: string): Payment | undefined;
  /** How often this file was opened, this time included. */
  readonly opened: number;
  close(): void;
}

interface Row {
  readonly number: number;
  readonly content: string;
  readonly status: Verdict['status'];
  readonly code: string;
  readonly at: string;
}

const SCHEMA = `
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma busy_timeout = 5000;
  create table if not exists payment (
    number integer primary key,
    id text not null unique,
    content text not null,
    status text not null check (status in ('settled', 'refused')),
    code text not null,
    at text not null
  ) strict;
  create table if not exists opening (number integer primary key, at text not null) strict;`;

function paymentOf({ number, content, status, code, at }: Row): Payment {
  return { number, instruction: JSON.parse(content) as Instruction, verdict: { status, code } as Verdict, at };
}

/** Opens the rail's books; makes them where there are none. */
export function openPayments(file: string, clock: () => Date): Payments {
  const database = new DatabaseSync(file);
  database.exec(SCHEMA);
  const byId = database.prepare('select number, content, status, code, at from payment where id = ?');
  const next = database.prepare('select coalesce(max(number), 0) + 1 as number from payment');
  const insert = database.prepare(
    'insert into payment (number, id, content, status, code, at) values (?, ?, ?, ?, ?, ?)',
  );
  database.prepare('insert into opening (at) values (?)').run(clock().toISOString());
  const { opened } = database.prepare('select count(*) as opened from opening').get() as { opened: number };

  const find = (id: string): Payment | undefined => {
    const row = byId.get(id) as Row | undefined;
    return row === undefined ? undefined : paymentOf(row);
  };
  const decide = (instruction: Instruction, isOutOfLuck: (number: number) => boolean): Taken => {
    const known = find(instruction.id);
    if (known !== undefined) {
      const isSame = contentOf(known.instruction) === contentOf(instruction);
      return isSame ? { kind: 'known', payment: known } : { kind: 'other' };
    }
    const { number } = next.get() as { number: number };
    const now = clock();
    const verdict = verdictOf(instruction, now, isOutOfLuck(number));
    const at = now.toISOString();
    insert.run(number, instruction.id, contentOf(instruction), verdict.status, verdict.code, at);
    return { kind: 'new', payment: { number, instruction, verdict, at } };
  };
  return {
    find,
    opened,
    take: (instruction, isOutOfLuck) => {
      database.exec('begin immediate');
      try {
        const taken = decide(instruction, isOutOfLuck);
        database.exec('commit');
        return taken;
      } catch (fault) {
        database.exec('rollback');
        throw fault;
      }
    },
    close: () => {
      database.close();
    },
  };
}
