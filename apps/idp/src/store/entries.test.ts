import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openEntries, type Entries } from './entries.ts';

function stage(): { readonly file: string; now: Date; open(): Entries } {
  const folder = mkdtempSync(join(tmpdir(), 'supercargo-idp-'));
  const opened: Entries[] = [];
  onTestFinished(() => {
    for (const entries of opened) entries.close();
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'state.sqlite');
  const own = {
    file,
    now: new Date('2026-01-01T00:00:00Z'),
    open: () => {
      const entries = openEntries(file, () => own.now);
      opened.push(entries);
      return entries;
    },
  };
  return own;
}

test('an entry is found until it expires, also by whoever opens the file next', () => {
  const own = stage();
  own.open().put('RefreshToken', 'a', { grantId: 'g', jti: 'a' }, 60);
  const entries = own.open();
  expect(entries.find('RefreshToken', 'a')).toEqual({ grantId: 'g', jti: 'a' });
  expect(entries.find('AccessToken', 'a')).toBeUndefined();
  own.now = new Date(own.now.getTime() + 60_000);
  expect(entries.find('RefreshToken', 'a')).toBeUndefined();
});

test('what was used says when, and stays used', () => {
  const entries = stage().open();
  entries.put('AuthorizationCode', 'a', { jti: 'a' }, 60);
  entries.consume('AuthorizationCode', 'a');
  expect(entries.find('AuthorizationCode', 'a')).toEqual({ jti: 'a', consumed: 1_767_225_600 });
});

test('the end of a grant ends what came of it in one model, and nothing else', () => {
  const entries = stage().open();
  for (const [model, id, grantId] of [
    ['RefreshToken', 'a', 'g'],
    ['RefreshToken', 'b', 'g'],
    ['RefreshToken', 'c', 'h'],
    ['AccessToken', 'd', 'g'],
  ] as const) {
    entries.put(model, id, { grantId }, 60);
  }
  entries.removeGrant('RefreshToken', 'g');
  expect(['a', 'b', 'c'].map((id) => entries.find('RefreshToken', id))).toEqual([
    undefined,
    undefined,
    { grantId: 'h' },
  ]);
  expect(entries.find('AccessToken', 'd')).toBeDefined();
});

test('registering without end pushes out the oldest, and does not fill the disk', () => {
  const entries = stage().open();
  for (let at = 0; at < 5_201; at += 1) entries.put('Client', at.toString(), { at }, undefined);
  expect(entries.find('Client', '0')).toBeUndefined();
  expect(entries.find('Client', '5200')).toEqual({ at: 5_200 });
});
