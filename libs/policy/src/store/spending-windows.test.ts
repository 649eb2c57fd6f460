import { randomUUID } from 'node:crypto';
import { testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caps, letHoursPass, publishCaps, reserve, returned } from './spending.fixture.ts';

// Weeks of spending, hours passing in between, against the same done on paper.
const database = await testDatabase();
const session = await database.adminClient();

interface Event {
  readonly execution: string;
  readonly amount: number;
  readonly payee: string;
  /** The hour in which it was spent, on the clock and with the hours that a test let pass. */
  readonly at: number;
  returned: boolean;
}

type Step =
  | { readonly do: 'spend'; readonly amount: number; readonly payee: string }
  | { readonly do: 'pass'; readonly hours: number }
  | { readonly do: 'return'; readonly which: number };

const DAY = { hours: 24, tenant: 1_000, payee: 600 } as const;
const WEEK = { hours: 168, tenant: 2_500, payee: 1_500 } as const;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('spend' as const),
      amount: fc.integer({ min: 1, max: 700 }),
      payee: fc.constantFrom('A', 'B'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      hours: fc.oneof(fc.integer({ min: 1, max: 26 }), fc.constantFrom(24, 25, 168, 169)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('return' as const), which: fc.nat({ max: 30 }) }) },
);

/** What is spent in the window that ends now. An hour counts until every moment of it is out of the window. */
function spent(events: readonly Event[], now: number, hours: number, payee?: string): number {
  return events
    .filter((event) => !event.returned && now - event.at <= hours && (payee === undefined || event.payee === payee))
    .reduce((sum, event) => sum + event.amount, 0);
}

function fitsOnPaper(events: readonly Event[], now: number, amount: number, payee: string): boolean {
  return [DAY, WEEK].every(
    (span) =>
      spent(events, now, span.hours) + amount <= span.tenant &&
      spent(events, now, span.hours, payee) + amount <= span.payee,
  );
}

/** The most that left in any 24 or 168 hours, whenever they began: an hour's events may lie at both its ends. */
function mostIn(events: readonly Event[], hours: number): number {
  return Math.max(
    0,
    ...events.map(({ at }) =>
      spent(
        events.filter((event) => event.at <= at),
        at,
        hours,
      ),
    ),
  );
}

/** The hour that the database's clock shows, as a number: a test may run across its end. */
async function clockHour(): Promise<number> {
  const [row] = await database.admin<{ hour: number }>(
    'select (extract(epoch from clock_timestamp())::bigint / 3600)::int as hour',
  );
  return row?.hour ?? 0;
}

test('over weeks it answers as on paper does, and no window of a day or a week ever holds more than its cap', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      run += 1;
      const tenant = `paper-${run}`;
      await publishCaps(
        session,
        tenant,
        caps({
          ...{ 'tenant day': DAY.tenant, 'tenant week': WEEK.tenant },
          ...{ 'payee day': DAY.payee, 'payee week': WEEK.payee },
        }),
      );
      const events: Event[] = [];
      let passed = 0;
      for (const each of steps) {
        if (each.do === 'pass') {
          passed += each.hours;
          await letHoursPass(session, tenant, each.hours);
        } else if (each.do === 'return') {
          const event = events[each.which];
          const back = await returned(session, tenant, event?.execution ?? randomUUID());
          expect(back).toBe(event !== undefined && !event.returned);
          if (event !== undefined) event.returned = true;
        } else {
          const execution = randomUUID();
          const now = passed + (await clockHour());
          const refused = await reserve(session, tenant, { ...each, execution });
          expect(refused === undefined, JSON.stringify({ each, now, events })).toBe(
            fitsOnPaper(events, now, each.amount, each.payee),
          );
          if (refused === undefined) events.push({ ...each, execution, at: now, returned: false });
        }
      }
      expect(mostIn(events, DAY.hours)).toBeLessThanOrEqual(DAY.tenant);
      expect(mostIn(events, WEEK.hours)).toBeLessThanOrEqual(WEEK.tenant);
    }),
    { numRuns: 60 },
  );
});
