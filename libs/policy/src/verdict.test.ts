import { expect, test } from 'vitest';
import { whyAsked, type Verdict } from './verdict.ts';

const PERSON: Verdict = {
  ...{ tier: 'person', quorum: 1, needRole: null, rule: 'f'.repeat(64), why: 'rule' },
  ...{ holdSeconds: 0, waitingSeconds: 86_400, approvedSeconds: 3_600 },
};

test.each<readonly [string, Partial<Verdict>]>([
  ['policy leaves this to the requester’s own consent', { tier: 'consent' }],
  ['policy asks for another person', {}],
  ['policy asks for 2 other people, one of them from finance', { quorum: 2, needRole: 'finance' }],
  ['policy asks for another person, one of them from a supply chain manager', { needRole: 'supply_chain_manager' }],
  ['policy asks for another person, one of them from night watch', { needRole: 'night_watch' }],
  ['the requester’s own consents of the day are used up, so policy asks for another person', { why: 'consent_total' }],
  ['nobody asked for this in person, so it needs 2 other people', { why: 'event', quorum: 2 }],
])('the card says that %s', (sentence, change) => {
  expect(whyAsked({ ...PERSON, ...change })).toBe(sentence);
});

test('no sentence names a threshold', () => {
  expect(whyAsked({ ...PERSON, quorum: 2, needRole: 'finance', why: 'consent_total' })).not.toMatch(/\d{3}/);
});
