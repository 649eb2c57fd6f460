import { allTools, definitionHash, definitionOf } from '@supercargo/mcp-kit';
import { describe, expect, test } from 'vitest';
import { listProblems, resourceProblems, TOOL_CHECKS } from './definition-problems.ts';
import type { ServerFacts } from './facts.ts';
import type { Stage } from './stage.ts';
import { WRITE_CHECKS, type Trial } from './write-problems.ts';

/** Every tool is what was reviewed, asks for something that somebody may, holds its guards, and is undone as it says. */
export function definitionContract(facts: ServerFacts, trial: Trial, stage: Stage): void {
  const tools = allTools(facts.definition);

  test('tools, files, snapshots and facts are the same list', () => {
    expect(listProblems(facts)).toEqual([]);
  });

  test('every resource needs a scope that some role has, and is stopped by a name of its own', () => {
    expect(resourceProblems(facts)).toEqual([]);
  });

  describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
    test.each(TOOL_CHECKS)('%s', (_fact, check) => {
      expect(check(facts, tool)).toEqual([]);
      expect(stage.runtime.tools.get(name)?.definitionHash).toBe(definitionHash(definitionOf(tool)));
    });

    if (tool.effect !== 'write') return;

    test.each(WRITE_CHECKS)('%s', { timeout: 60_000 }, async (_fact, check) => {
      expect(await check(trial, tool)).toEqual([]);
    });
  });
}
