import { REQUEST_STATES, type LedgerRequest, type RequestState } from '@supercargo/approval';
import { expect, test } from 'vitest';
import { whatCanBeDone, type Standing } from './decision.ts';

const READER = { name: 'Mo Adeyemi', person: 'mo', company: 'Acme', formToken: 'the token' };
const AT = new Date(Date.UTC(2026, 10, 22));

const request = (over: Partial<LedgerRequest>): LedgerRequest => ({
  ...{ id: '0199a2b4-0000-7000-8000-000000000000', server: 'inventory', tool: 'create_reorder', requester: 'mara' },
  ...{ agent: 'desk', customer: null, state: 'waiting', tier: 'person', quorum: 1, needRole: null },
  ...{ amountMinor: 5_000_00n, currency: 'EUR', caseId: null, askedAt: AT, waitsUntil: AT, executeAfter: null },
  ...{ executeUntil: null, endedAt: null, reason: null, result: null, plan: '{}', planDigest: Buffer.alloc(32, 7) },
  card: {
    ...{ sentence: 'Order.', changes: [], cost: null, units: null, why: 'a test', undo: 'none', flags: [], guards: [] },
    ...{ facts: [], asked_by: { person: 'mara', agent: 'desk', words: null }, expires_at: AT.toISOString() },
  },
  decisions: [],
  ...over,
});

const shown = (over: Partial<LedgerRequest>, kind: Standing['kind'], problem?: string): string => {
  const { before, after } = whatCanBeDone(READER, request(over), { kind, problem, reason: '' });
  return `${before.markup}${after.markup}`;
};

const SAID: Readonly<Record<RequestState, string>> = {
  waiting: 'Its time is over; nothing was done.',
  approved: 'Approved. The worker of inventory executes it by itself',
  executing: 'Its answer is not here yet.',
  unknown: 'What came of it is not known yet',
  executed: 'Approved and executed.',
  failed: 'Approved, but it failed. The reason given: “too &lt;late&gt;”. Nothing was done.',
  rejected: 'Rejected. The reason given: “too &lt;late&gt;”. Nothing was done.',
  expired: 'It expired. Nothing was done.',
  withdrawn: 'The requester withdrew it. Nothing was done.',
  invalidated: 'It is no longer valid. The reason given: “too &lt;late&gt;”. Nothing was done.',
};

test.each(REQUEST_STATES)('a request that is over and %s says so, and offers nothing', (state) => {
  const page = shown({ state, reason: 'too <late>' }, 'over');
  expect(page).toContain(SAID[state]);
  expect(page).not.toContain('<form');
});

test.each(['unbound', 'over', 'own', 'decided', 'not theirs', 'sign in again'] as const)(
  'who stands “%s” is offered no form',
  (kind) => {
    expect(shown({}, kind)).not.toContain('<form');
  },
);

test('whose it is to decide is offered both, each about this plan and with the token of the session', () => {
  const page = shown({}, 'theirs', 'Not decided: <b>');
  expect(page.match(/name="verdict" value="(approve|reject)"/g)).toHaveLength(2);
  expect(page.match(new RegExp(`name="digest" value="${'07'.repeat(32)}"`, 'g'))).toHaveLength(2);
  expect(page.match(/name="csrf" value="the token"/g)).toHaveLength(2);
  expect(page).toContain('Not decided: &lt;b&gt;');
});
