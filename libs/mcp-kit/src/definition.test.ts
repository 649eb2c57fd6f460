import { expect, test } from 'vitest';
import { definitionHash, definitionOf, type ToolDefinition } from './definition.ts';
import { ECHO } from './echo-trade.fixture.ts';
import { allTools } from './make-runtime.ts';

const [echo] = allTools(ECHO.definition).map(definitionOf) as [ToolDefinition];

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, each]) => [key, reversed(each)]),
  );
}

test('the order of keys does not change the hash', () => {
  expect(definitionHash(reversed(echo) as ToolDefinition)).toBe(definitionHash(echo));
  expect(definitionHash(echo)).toMatch(/^[0-9a-f]{64}$/);
});

test.each([
  ['name', { name: 'ech0' }],
  ['title', { title: 'Echo!' }],
  ['description', { description: 'Says it back after a while. ' }],
  ['input', { inputSchema: { ...echo.inputSchema, additionalProperties: true } }],
  ['output', { outputSchema: { ...echo.outputSchema, required: [] } }],
  ['annotations', { annotations: { ...echo.annotations, destructiveHint: true } }],
])('another %s changes the hash', (_what, other) => {
  expect(definitionHash({ ...echo, ...other })).not.toBe(definitionHash(echo));
});

test('an argument’s description and bounds are part of the hash', () => {
  const wider = JSON.parse(JSON.stringify(echo).replace('"maximum":2000', '"maximum":2001')) as ToolDefinition;
  expect(wider).not.toEqual(echo);
  expect(definitionHash(wider)).not.toBe(definitionHash(echo));
});
