import { TenantId } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import { newSessions, type Sessions } from './sessions.ts';

const MINUTE = 60_000;

function stage(): { readonly sessions: Sessions; readonly pass: (ms: number) => void } {
  let at = Date.UTC(2026, 10, 22);
  return { sessions: newSessions(() => new Date(at)), pass: (ms) => void (at += ms) };
}

const viewer = (person: string) => ({
  ...{ tenant: TenantId.parse('acme'), person, roles: ['finance'] },
  signedInAt: new Date(Date.UTC(2026, 10, 22)),
});

test('an id has 256 random bits, and is of one session', () => {
  const { sessions } = stage();
  const ids = [sessions.open(viewer('mo')), sessions.open(viewer('felix'))];
  expect(ids.map((id) => Buffer.from(id, 'base64url').length)).toEqual([32, 32]);
  expect(ids.map((id) => sessions.find(id)?.person)).toEqual(['mo', 'felix']);
  expect(sessions.find('A'.repeat(43))).toBeUndefined();
});

test('a form token is of its session alone', () => {
  const { sessions } = stage();
  const [mo, felix] = [sessions.find(sessions.open(viewer('mo'))), sessions.find(sessions.open(viewer('felix')))];
  const token = mo?.formToken ?? '';
  expect([mo?.isFormToken(token), felix?.isFormToken(token), mo?.isFormToken('')]).toEqual([true, false, false]);
});

test('a session ends after 30 minutes without use, and after 8 hours with it', () => {
  const { sessions, pass } = stage();
  const [idle, busy] = [sessions.open(viewer('mo')), sessions.open(viewer('felix'))];
  for (let minutes = 0; minutes < 8 * 60 - 20; minutes += 20) {
    pass(20 * MINUTE);
    expect(sessions.find(busy)?.person).toBe('felix');
  }
  expect(sessions.find(idle)).toBeUndefined();
  pass(20 * MINUTE);
  expect(sessions.find(busy)).toBeUndefined();
});

test('an eleventh session of one person ends their least recent, and nobody else’s', () => {
  const { sessions } = stage();
  const other = sessions.open(viewer('felix'));
  const ids = Array.from({ length: 10 }, () => sessions.open(viewer('mo')));
  sessions.find(ids[0] ?? '');
  sessions.open(viewer('mo'));
  expect(ids.map((id) => sessions.find(id) !== undefined)).toEqual([true, false, ...Array<boolean>(8).fill(true)]);
  expect(sessions.find(other)?.person).toBe('felix');
});

test('where there are two thousand, another one ends the least recent', () => {
  const { sessions } = stage();
  const [first, second] = [sessions.open(viewer('p0')), sessions.open(viewer('p1'))];
  for (let count = 2; count < 2_000; count += 1) sessions.open(viewer(`p${count}`));
  expect(sessions.find(first)).toBeDefined();
  sessions.open(viewer('one-more'));
  expect([sessions.find(first)?.person, sessions.find(second)]).toEqual(['p0', undefined]);
});
