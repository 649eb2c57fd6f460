import { expect, test } from 'vitest';
import { edited, stepsOf, unseen } from './page.ts';

const fence = (kind: string, content: string): string => `\`\`\`${kind}\n${content}\n\`\`\`\n`;

test('a page is its commands with what they print, and its edits, in order', () => {
  const page = `# A page\n\n${fence('sh', 'one\ntwo')}\nwords\n\n${fence('text', 'seen')}${fence('diff a/b.ts', ' x\n+y')}${fence('sh fails', 'three')}`;
  expect(stepsOf(page)).toEqual([
    { kind: 'run', commands: 'one\ntwo\n', fails: false, output: ['seen'] },
    { kind: 'edit', path: 'a/b.ts', lines: [' x', '+y'] },
    { kind: 'run', commands: 'three\n', fails: true, output: [] },
  ]);
});

test.each(['sh sometimes', 'bash', 'diff', 'text', 'ts'])('a block of the kind %s is not passed over', (kind) => {
  expect(() => stepsOf(fence(kind, 'x'))).toThrow('a block that is no step');
});

test('an edit is made where its lines are, once', () => {
  expect(edited('a\nb\nc\n', [' a', '-b', '+x', '+y', ' c'])).toBe('a\nx\ny\nc\n');
  expect(() => edited('a\nb\n', [' z', '+x'])).toThrow('these lines are there 0 times');
  expect(() => edited('a\nb\na\n', [' a', '+x'])).toThrow('these lines are there 2 times');
});

test.each([
  [['a'], 'x a y', []],
  [['a', 'b'], 'b\na', ['b']],
  [['Tests  8 passed (8)'], '\u001b[2m      Tests \u001b[22m 8 passed (8)', []],
  [['Tests  8 passed (8)'], 'Tests 18 passed (18)', ['Tests  8 passed (8)']],
  [['"items":<count>}'], '"items":12}', []],
  [['"items":<count>}'], '"items":,}', ['"items":<count>}']],
  [['a … z'], 'a and so on to z', []],
  [['a.c'], 'abc', ['a.c']],
])('of %j in %j is not seen: %j', (promised, output, missing) => {
  expect(unseen(promised, output)).toEqual(missing);
});
