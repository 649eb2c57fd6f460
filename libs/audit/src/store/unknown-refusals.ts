import type { Statement, TenantDoor } from '@supercargo/tenancy';

const RECORD: Statement = {
  name: 'audit_refuse_unauthenticated',
  text: 'select audit.refuse_unauthenticated($1, $2, $3, $4)',
};
const COUNT: Statement = {
  name: 'audit_count_unauthenticated',
  text: 'select audit.count_unauthenticated($1, $2, $3, $4)',
};

/** As many of a kind and minute as the database keeps one by one. */
const ONE_BY_ONE_MAX = 20;
const UNDER_WAY_MAX = 8;
const KINDS_MAX = 500;
const COUNTED_EVERY_MS = 1_000;
const MINUTE_MS = 60_000;
/** Whoever sends from ever new addresses is counted under this one. */
const OTHERS = 'others';

/** A refusal before anybody was known. */
export interface UnknownCaller {
  readonly issuer: string;
  readonly address: string;
  readonly reason: string;
  /** Canonical text: names and sizes, never what was sent. */
  readonly record: string;
}

interface Kind {
  readonly of: Omit<UnknownCaller, 'record'>;
  seen: number;
  uncounted: number;
}

/** Keeps what is refused before anybody is known: the first of a kind one by one, the rest counted. Nobody waits for it. */
export interface UnknownRefusals {
  add(refusal: UnknownCaller): void;
  /** Counts what is left, and waits for it. */
  close(): Promise<void>;
}

/** What was refused in this minute, by kind, and what of earlier minutes is not counted yet. */
class Kinds {
  #minute = 0;
  #kinds = new Map<string, Kind>();

  /** The kind of a refusal; of ever new ones, one for all. */
  of({ issuer, address, reason }: UnknownCaller, now: number): Kind {
    this.#turn(Math.floor(now / MINUTE_MS));
    const of = { issuer: issuer.slice(0, 200), address: address.slice(0, 64), reason: reason.slice(0, 64) };
    const isRoom = this.#kinds.has(JSON.stringify(of)) || this.#kinds.size < KINDS_MAX;
    const named = isRoom ? of : { ...of, issuer: OTHERS, address: OTHERS };
    const key = JSON.stringify(named);
    const kind = this.#kinds.get(key) ?? { of: named, seen: 0, uncounted: 0 };
    this.#kinds.set(key, kind);
    return kind;
  }

  /** Takes what is to be counted, and how often each. */
  take(): readonly { readonly kind: Kind; readonly times: number }[] {
    const taken = [...this.#kinds.values()].map((kind) => ({ kind, times: kind.uncounted }));
    for (const { kind } of taken) kind.uncounted = 0;
    return taken.filter(({ times }) => times > 0);
  }

  /** A new minute has records of its own; what is uncounted stays. */
  #turn(minute: number): void {
    if (minute === this.#minute) return;
    this.#minute = minute;
    this.#kinds = new Map([...this.#kinds].filter(([, { uncounted }]) => uncounted > 0));
    for (const kind of this.#kinds.values()) kind.seen = 0;
  }
}

/** `onFault` hears of what could not be kept; it is counted again with the next. */
export function openUnknownRefusals(
  door: Pick<TenantDoor, 'alone'>,
  onFault: (fault: unknown) => void,
  now: () => number = Date.now,
): UnknownRefusals {
  const kinds = new Kinds();
  const underWay = new Set<Promise<void>>();

  function send(statement: Statement, parameters: Parameters<TenantDoor['alone']>[1], lost: () => void): void {
    const sent = door.alone(statement, parameters).catch((fault: unknown) => {
      lost();
      onFault(fault);
    });
    const done = sent.finally(() => underWay.delete(done));
    underWay.add(done);
  }

  function count(): void {
    const taken = kinds.take();
    if (taken.length === 0) return;
    const of = (name: keyof Kind['of']): readonly string[] => taken.map(({ kind }) => kind.of[name]);
    const times = taken.map((each) => each.times.toString());
    send(COUNT, [of('issuer'), of('address'), of('reason'), times], () => {
      for (const each of taken) each.kind.uncounted += each.times;
    });
  }

  const timer = setInterval(count, COUNTED_EVERY_MS).unref();
  return {
    add: (refusal) => {
      const kind = kinds.of(refusal, now());
      kind.seen += 1;
      const { issuer, address, reason } = kind.of;
      if (kind.seen > ONE_BY_ONE_MAX || underWay.size >= UNDER_WAY_MAX) kind.uncounted += 1;
      else send(RECORD, [issuer, address, reason, refusal.record], () => (kind.uncounted += 1));
    },
    close: async () => {
      clearInterval(timer);
      count();
      await Promise.all(underWay);
    },
  };
}
