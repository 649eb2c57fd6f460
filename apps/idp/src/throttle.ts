/** How long a name must wait after failed sign-ins. Known and unknown names are counted alike, so that an answer says nothing about them. */
export interface Throttle {
  /** Counts a try before it is checked, so that tries at once count too. Answers the seconds to wait, 0 where it may go on. */
  take(name: string): number;
  /** The try was right: the name's failures are forgotten. */
  forgive(name: string): void;
}

const triesFree = 5;
const waitSecondsMax = 900;
const namesMax = 10_000;
/** Tries a minute over all names: nobody goes through names instead of passwords. */
const triesAMinute = 120;

interface Tried {
  readonly tries: number;
  readonly until: number;
}

/** After five tries the wait doubles from a second up to a quarter of an hour. */
export function newThrottle(clock: () => Date): Throttle {
  const byName = new Map<string, Tried>();
  let minute = { startedAt: 0, tries: 0 };

  const waitForAll = (now: number): number => {
    if (now - minute.startedAt >= 60_000) minute = { startedAt: now, tries: 0 };
    minute = { ...minute, tries: minute.tries + 1 };
    return minute.tries > triesAMinute ? minute.startedAt + 60_000 - now : 0;
  };
  return {
    take: (name) => {
      const now = clock().getTime();
      const { tries, until } = byName.get(name) ?? { tries: 0, until: 0 };
      const waitMs = Math.max(until - now, waitForAll(now));
      if (waitMs > 0) return Math.ceil(waitMs / 1_000);
      const over = tries + 1 - triesFree;
      const waitSeconds = over < 0 ? 0 : Math.min(2 ** over, waitSecondsMax);
      byName.delete(name);
      byName.set(name, { tries: tries + 1, until: now + waitSeconds * 1_000 });
      const oldest = byName.size > namesMax ? byName.keys().next().value : undefined;
      if (oldest !== undefined) byName.delete(oldest);
      return 0;
    },
    forgive: (name) => {
      byName.delete(name);
      minute = { ...minute, tries: minute.tries - 1 };
    },
  };
}
