import { expect, test } from 'vitest';

import { topLevelMembers } from './json-scan.ts';

test('finds a member of the top-level object and of no other', () => {
  expect(topLevelMembers('{"params":{"id":9},"id" :\n\t 7,"x":"id"}', 'id')).toStrictEqual(['7']);
  expect(topLevelMembers('{"a":[{"id":1}],"b":"\\"id\\":2"}', 'id')).toStrictEqual([]);
  expect(topLevelMembers('["id",{"id":1}]', 'id')).toStrictEqual([]);
});

test('finds a member each time it is written, escaped or not', () => {
  expect(topLevelMembers('{"id":1,"\\u0069d":"two","id":[3]}', 'id')).toHaveLength(3);
});

test('gives a string with its quotes, whatever is in it', () => {
  expect(topLevelMembers('{"id":"a\\"},{\\"id\\":1"}', 'id')).toStrictEqual(['"a\\"},{\\"id\\":1"']);
});

test('does not give a container as a value that can be read by itself', () => {
  expect(topLevelMembers('{"id":{"id":1}}', 'id').map((raw) => raw.startsWith('{'))).toStrictEqual([true]);
});
