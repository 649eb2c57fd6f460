import { allTools } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import { inventory } from '../server.ts';
import { morningBriefing } from './morning-briefing.ts';

test('names only tools that the server has', () => {
  const tools = allTools(inventory).map(({ name }) => name);
  const named = morningBriefing.text.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
  expect(named.length).toBeGreaterThan(2);
  for (const name of named) expect(tools).toContain(name);
});

test('is text of ours: nothing in it is filled in', () => {
  expect(morningBriefing.text).not.toMatch(/[{}$%<>]/);
  expect(inventory.prompts).toContain(morningBriefing);
});
