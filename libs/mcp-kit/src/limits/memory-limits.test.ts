import { TenantId } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import type { Principal } from '../runtime.ts';
import { chargesOf } from './charges-of.ts';
import { DEFAULT_BUDGETS, everyBudget, type Budgets, type Limits } from './limits.ts';
import { memoryLimits, shareOf } from './memory-limits.ts';

const AMPLE = everyBudget({ calls: 1_000, seconds: 10 });

interface Clocked {
  readonly limits: Limits;
  pass(ms: number): void;
}

function limitsWith(budgets: Partial<Budgets>, openedMax?: number): Clocked {
  let now = 5;
  const options = { now: () => now, ...(openedMax === undefined ? {} : { openedMax }) };
  return {
    limits: memoryLimits({ ...AMPLE, ...budgets }, options),
    pass: (ms) => {
      now += ms;
    },
  };
}

function principal(person: string, tenant = 'acme', customer: string | null = null): Principal {
  const known = { person, agent: 'an agent', client: 'a host' };
  return { ...known, tenant: TenantId.parse(tenant), via: 'oauth', scopes: new Set(), customer };
}

const call = ({ limits }: Clocked, who: Principal, tool = 'echo'): unknown => limits.spend(chargesOf(who, tool));

/** How many of so many calls are let through. */
function letThrough(clocked: Clocked, who: Principal, calls: number, tool = 'echo'): number {
  return Array.from({ length: calls }, () => call(clocked, who, tool)).filter((one) => one === undefined).length;
}

test.each<readonly [keyof Budgets, Principal, Principal, string, string]>([
  ['tool', principal('mara'), principal('mara'), 'echo', 'other'],
  ['tool', principal('mara'), principal('mo'), 'echo', 'echo'],
  ['person', principal('mara'), principal('mo'), 'other', 'echo'],
  ['person', principal('mara'), principal('mara', 'globex'), 'other', 'echo'],
  ['customer', principal('carla', 'acme', 'C1'), principal('carlos', 'acme', 'C2'), 'other', 'other'],
  ['customer', principal('carla', 'acme', 'C1'), principal('carla', 'globex', 'C1'), 'other', 'other'],
  ['tenant', principal('mara'), principal('mara', 'globex'), 'other', 'other'],
])('a spent budget of a %s is named, and touches nobody else’s', (budget, who, other, tool, othersTool) => {
  const clocked = limitsWith({ [budget]: { calls: 3, seconds: 60 } });
  expect(letThrough(clocked, who, 3)).toBe(3);
  expect(call(clocked, who, budget === 'tool' ? 'echo' : tool)).toEqual({ spent: budget, waitMs: 60_000 });
  expect(call(clocked, other, othersTool)).toBeUndefined();
});

test('staff are in no customer’s budget', () => {
  expect(chargesOf(principal('mara'), 'echo').map(({ budget }) => budget)).toEqual(['tool', 'person', 'tenant']);
  const budgets = chargesOf(principal('carla', 'acme', 'C1'), 'echo').map(({ budget }) => budget);
  expect(budgets).toEqual(['tool', 'person', 'customer', 'tenant']);
});

test('a call that one budget refuses takes nothing from the others', () => {
  const clocked = limitsWith({ tool: { calls: 2, seconds: 10 }, person: { calls: 4, seconds: 10 } });
  expect(letThrough(clocked, principal('mara'), 500)).toBe(2);
  expect(letThrough(clocked, principal('mara'), 500, 'other')).toBe(2);
  // Of the company's 1,000 mara took four.
  const everybody = Array.from({ length: 1_100 }, (_, n) => letThrough(clocked, principal(`p${n.toString()}`), 1));
  expect(everybody.filter((one) => one === 1)).toHaveLength(996);
});

test('of several that are spent the one is named that takes longest', () => {
  const clocked = limitsWith({ tool: { calls: 1, seconds: 10 }, tenant: { calls: 1, seconds: 40 } });
  expect(call(clocked, principal('mara'))).toBeUndefined();
  clocked.pass(4_000);
  expect(call(clocked, principal('mara'))).toEqual({ spent: 'tenant', waitMs: 36_000 });
  expect(call(clocked, principal('mara', 'globex'))).toBeUndefined();
});

test('a window ends when it says, whenever it was opened', () => {
  const clocked = limitsWith({ tool: { calls: 1, seconds: 10 } });
  for (let opened = 0; opened < 40; opened += 1) {
    const who = principal(`p${(opened % 3).toString()}`);
    expect(call(clocked, who)).toBeUndefined();
    clocked.pass(9_999);
    expect(call(clocked, who)).toEqual({ spent: 'tool', waitMs: 1 });
    clocked.pass(1 + 137 * opened);
  }
});

test('a clock that starts anywhere lets nobody through twice', () => {
  for (const start of [0, 1, 1e9]) {
    const limits = memoryLimits({ ...AMPLE, tool: { calls: 1, seconds: 10 } }, { now: () => start });
    const spent = [1, 2, 3].map(() => limits.spend(chargesOf(principal('mara'), 'echo')));
    expect(spent.map((one) => one === undefined)).toEqual([true, false, false]);
  }
});

test('what has no room to be counted is refused, whoever has a window goes on, and room comes back', () => {
  const clocked = limitsWith({}, 10);
  for (let n = 0; n < 10; n += 1) expect(call(clocked, principal(`p${n.toString()}`))).toBeUndefined();
  expect(call(clocked, principal('another'))).toEqual({ spent: 'uncounted' });
  expect(call(clocked, principal('p1'))).toBeUndefined();
  clocked.pass(10_000);
  expect(call(clocked, principal('another'))).toBeUndefined();
});

test('names with slashes, of any length and in any writing, are nobody else’s', () => {
  const people = [
    ...[
      'mara',
      'mara/',
      '/mara',
      'echo/mara',
      'mara/echo',
      '',
      '/',
      '//',
      'a/b',
      'a',
      'acme',
      'acme/mara',
      'm\u0000ra',
    ],
    ...['\ud800', '\ud801', '\ufffd', 'é', 'e\u0301', '馬', 'x'.repeat(512), 'x'.repeat(511), `${'x'.repeat(511)}y`],
  ];
  const calls = ['acme', 'acm', 'globex'].flatMap((tenant) =>
    people.flatMap((person) => ['echo', 'ech', 'other'].map((tool) => chargesOf(principal(person, tenant), tool))),
  );
  const keys = calls.flatMap((charges) => charges.filter(({ budget }) => budget === 'tool').map(({ whose }) => whose));
  expect(new Set(keys).size).toBe(3 * 3 * people.length);
  const persons = calls.flatMap((charges) => charges.filter(({ budget }) => budget === 'person'));
  expect(new Set(persons.map(({ whose }) => whose)).size).toBe(3 * people.length);
});

test('replicas share a budget, rounded down and never to nothing', () => {
  const { tool, person, requests } = shareOf({ ...DEFAULT_BUDGETS, person: { calls: 2, seconds: 7 } }, 3);
  expect(tool).toEqual({ calls: 666, seconds: 10 });
  expect(person).toEqual({ calls: 1, seconds: 7 });
  expect(requests.calls).toBe(3_333);
  expect(shareOf(DEFAULT_BUDGETS, 1)).toEqual(DEFAULT_BUDGETS);
  for (const replicas of [2, 3, 7, 16]) {
    expect(shareOf(DEFAULT_BUDGETS, replicas).tenant.calls * replicas).toBeLessThanOrEqual(20_000);
  }
});
