import { allTools, definitionOf } from '@supercargo/mcp-kit';
import { describe, expect, test } from 'vitest';
import { badInputs } from './bad-inputs.ts';
import { goodInput } from './good-input.ts';
import type { ServerFacts } from './facts.ts';
import { recordsOf, rowCounts } from './record.ts';
import type { Stage } from './stage.ts';

/** What a refusal must never hold: statements, stacks, roles, files. */
export const TELLTALES =
  /\b(select|insert|update|delete) .* (from|into|set)\b|\bat .*:\d+:\d+|supercargo_|node_modules|\.ts\b|duplicate key|constraint/i;

/** Each bad input is refused by name, says what would be accepted, is recorded, and writes nothing. */
export function refusalContract(facts: ServerFacts, stage: Stage): void {
  const { database } = stage;
  const { tenant } = stage.principal(facts.mayAskAll);

  describe.each(allTools(facts.definition).map((tool) => [tool.name, tool] as const))('%s refuses', (name, tool) => {
    test('every argument that its schema does not take', { timeout: 60_000 }, async () => {
      const good = await goodInput(facts, stage, tool);
      const inputs = badInputs(definitionOf(tool).inputSchema, good).filter(({ what }) => !isFreeText(what));
      expect(inputs.length).toBeGreaterThan(5);
      const rows = await rowCounts(database);
      const records = (await recordsOf(database, tenant)).length;
      const taken: string[] = [];
      for (const { what, input, field } of inputs) {
        const outcome = await stage.call(facts.mayAskAll, name, input);
        if (outcome.kind !== 'refused') {
          taken.push(`${what}: ${outcome.kind}`);
          continue;
        }
        const { refusal } = outcome;
        expect(refusal.step, what).toBe('input');
        expect(refusal.field?.startsWith(field), `${what} names ${String(refusal.field)}`).toBe(true);
        expect(refusal.accepted, what).toBeTruthy();
        expect(JSON.stringify(refusal), what).not.toMatch(TELLTALES);
        expect(JSON.stringify(refusal).length, what).toBeLessThan(1_500);
        for (const word of ['polluted', tenant]) expect(JSON.stringify(refusal), what).not.toContain(word);
      }
      expect(taken).toEqual([]);
      expect(await rowCounts(database)).toEqual(rows);
      const written = (await recordsOf(database, tenant)).slice(records);
      expect(written).toHaveLength(inputs.length);
      expect(written.filter(({ outcome }) => outcome === 'refused')).toHaveLength(inputs.length);
      expect(stage.faults).toEqual([]);
    });
  });
}

/** Words of the agent's own, which every write takes: what is hidden in them is made visible instead of being refused. */
function isFreeText(what: string): boolean {
  return what === 'reason: a control character' || what === 'reason: half a character';
}
