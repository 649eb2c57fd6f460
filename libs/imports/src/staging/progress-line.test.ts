import { expect, test } from 'vitest';
import type { Progress } from '../file/progress.ts';
import { progressLine, watcher } from './progress-line.ts';

const HALF: Progress = { phase: 'staging', lines: 5_000, bytes: 50, bytesTotal: 100 };

test('a line says phase, part, lines, rate and the time that is left', () => {
  expect(progressLine(HALF, 2_000, true)).toBe(
    'staging  ████████████░░░░░░░░░░░░  50 % 5,000 lines, 2,500/s, 2 s left',
  );
  expect(progressLine(HALF, 2_000, false)).toBe('staging   50 % 5,000 lines, 2,500/s, 2 s left');
});

test('no rate is said of the first second, and none of writing', () => {
  expect(progressLine(HALF, 999, false)).toBe('staging   50 % 5,000 lines');
  expect(progressLine({ ...HALF, phase: 'writing' }, 9_000, false)).toBe('writing   50 % 5,000 lines');
});

function told(isTTY: boolean, json: boolean): string {
  let at = 0;
  let said = '';
  const { onProgress, done } = watcher(
    { isTTY, write: (text) => (said += text) },
    { name: 'inventory', quiet: json },
    () => at,
  );
  for (let bytes = 0; bytes <= 100; bytes += 1) {
    onProgress({ phase: 'staging', lines: bytes, bytes, bytesTotal: 100 });
    at += 90;
  }
  onProgress({ phase: 'writing', lines: 100, bytes: 0, bytesTotal: 100 });
  done();
  return said;
}

test('a terminal has one line that is drawn again', () => {
  const said = told(true, false);
  expect(said.match(/\n/g)).toHaveLength(1);
  expect(said.split('\r').length).toBeGreaterThan(20);
  expect(said).toContain('100 % 100 lines');
});

test('a log has a line every five seconds, and none of what takes less', () => {
  expect(told(false, false).split('\n')).toEqual(['inventory: staging   56 % 56 lines, 11/s, 4 s left', '']);
});

test('a program is told nothing', () => {
  expect(told(true, true)).toBe('');
});
