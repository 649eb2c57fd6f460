import { existsSync, readFileSync } from 'node:fs';
import { allTools, definitionHash, definitionOf, type Tool } from '@supercargo/mcp-kit';
import { describe, expect, test } from 'vitest';
import type { TestDatabase } from '../test-database.ts';
import type { ServerFacts } from './facts.ts';
import type { Stage } from './stage.ts';

const HINTS = {
  read: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  ledger: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  write: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
};

const fileOf = (tool: Tool): string => tool.name.replaceAll('_', '-');

function objectsOf(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'type' in schema && schema.type === 'object' && 'properties' in schema ? [schema as Record<string, unknown>] : [];
  return [...own, ...Object.values(schema).flatMap(objectsOf)];
}

/** Every tool is what was reviewed, asks for something that somebody may, and can be undone as it says. */
export function definitionContract(facts: ServerFacts, database: TestDatabase, stage: Stage): void {
  const { definition } = facts;
  const tools = allTools(definition);
  const granted = new Set(Object.values(definition.scopesByRole).flat());

  test('no two tools have one name, and every tool of the trade has a good input here', () => {
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    expect(Object.keys(facts.good).sort()).toEqual(definition.tools.map(({ name }) => name).sort());
  });

  describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
    const seen = definitionOf(tool);

    test('is what its reviewed snapshot says', () => {
      const snapshot = readFileSync(`${facts.source}tools/__snapshots__/${fileOf(tool)}.snap.json`, 'utf8');
      expect(`${JSON.stringify(seen, null, 2)}\n`).toBe(snapshot);
      expect(stage.runtime.tools.get(name)?.definitionHash).toBe(definitionHash(seen));
    });

    test('has a name that hosts take, a title and a description', () => {
      expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
      expect(tool.title.length).toBeGreaterThan(2);
      expect(tool.description).toMatch(/[.]$/);
    });

    test('tells clients what its effect is', () => {
      expect(seen.annotations).toEqual({ title: tool.title, ...HINTS[tool.effect] });
    });

    test('takes and gives only what it names', () => {
      for (const object of [...objectsOf(seen.inputSchema), ...objectsOf(seen.outputSchema)]) {
        expect(object).toHaveProperty('additionalProperties', false);
      }
      expect(JSON.stringify(seen)).not.toMatch(/"\$ref":"(?!#)/);
    });

    test('needs at least one scope, and each is granted to some role', () => {
      expect(tool.scopes.length).toBeGreaterThan(0);
      for (const scope of tool.scopes) expect(granted).toContain(scope);
    });

    if (definition.tools.includes(tool)) {
      test('has a file and a test beside it', () => {
        expect(existsSync(`${facts.source}tools/${fileOf(tool)}.ts`)).toBe(true);
        expect(existsSync(`${facts.source}tools/${fileOf(tool)}.test.ts`)).toBe(true);
      });
    }

    if (tool.effect !== 'write') return;

    test('plans, and executes by a function that takes a request id and belongs to nobody who logs in', async () => {
      expect(tool.plan).toBeTypeOf('function');
      expect(tool.readBack).toBeTypeOf('function');
      const [found] = await database.admin<{ may: boolean; owner: string; definer: boolean }>(
        `select has_function_privilege($2, p.oid, 'execute') as may, r.rolname as owner, p.prosecdef as definer
         from pg_proc p join pg_roles r on r.oid = p.proowner where p.oid = to_regprocedure($1 || '(uuid)')`,
        [tool.execute, facts.login],
      );
      expect(found).toEqual({ may: true, owner: `supercargo_${definition.name}_owner`, definer: true });
    });

    test('can be undone by a write tool that exists, or says why not', () => {
      const { reversibility } = tool;
      if (reversibility.kind === 'irreversible') {
        expect(reversibility.why.length).toBeGreaterThan(10);
        return;
      }
      expect(tools.find((other) => other.name === reversibility.by)?.effect).toBe('write');
      expect(reversibility.by).not.toBe(name);
    });
  });
}
