import { ok } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ConfigurationError } from './config.ts';
import { customerFacing, withCustomers } from './customer-facing.ts';
import { ECHO } from './echo-trade.fixture.ts';
import { allTools } from './make-runtime.ts';
import { scopesOf, type ServerDefinition } from './server-definition.ts';
import { defineReadTool } from './tool.ts';

const mine = defineReadTool({
  ...{ name: 'my_things', title: 'My things', description: 'Things of one’s own.', scopes: ['inventory:own'] },
  input: z.strictObject({}),
  output: z.strictObject({}),
  read: async () => ok({}),
});

const WHOLE: ServerDefinition = {
  ...ECHO.definition,
  customers: { instructions: 'Your own things.', tools: [mine], scopes: ['inventory:own'] },
};
const facing = customerFacing(WHOLE);
const namesOf = (definition: ServerDefinition): readonly string[] => allTools(definition).map(({ name }) => name);

test('what faces customers has their tools and nothing of the staff’s: no tool about requests, no resource, no prompt', () => {
  expect(namesOf(facing)).toEqual(['my_things']);
  expect([facing.resources, facing.prompts]).toEqual([[], []]);
  expect([facing.consumers, facing.outside, facing.customers]).toEqual([undefined, undefined, undefined]);
  expect([facing.name, facing.instructions]).toEqual([WHOLE.name, 'Your own things.']);
});

test('what faces staff has no tool of customers', () => {
  expect(namesOf(WHOLE)).not.toContain('my_things');
  expect(scopesOf(WHOLE, ['customer'])).toEqual(new Set());
});

test('only the role of a customer is granted something there', () => {
  expect(scopesOf(facing, ['customer'])).toEqual(new Set(['inventory:own']));
  expect(scopesOf(facing, [...Object.keys(WHOLE.scopesByRole), 'administrator', 'finance'])).toEqual(new Set());
});

test('a server that has nothing for customers does not face them', () => {
  expect(() => customerFacing(ECHO.definition)).toThrow(ConfigurationError);
  expect(() => customerFacing(ECHO.definition)).toThrow('has nothing for customers');
});

test('a worker executes what both may ask for', () => {
  expect(namesOf(withCustomers(WHOLE))).toEqual(expect.arrayContaining([...namesOf(WHOLE), 'my_things']));
  expect(withCustomers(ECHO.definition)).toBe(ECHO.definition);
});
