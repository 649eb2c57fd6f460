import { allTools, type ServerDefinition, type Tool } from '@supercargo/mcp-kit';
import { ok } from '@supercargo/kernel';
import { expect, test } from 'vitest';
import { CLIENTS } from './clients.ts';
import { goodInput } from './good-input.ts';
import type { ServerFacts } from './facts.ts';
import { recordsOf, rowCounts } from './record.ts';
import { publish, stageOf, type Stage } from './stage.ts';

const WORDS = 'duplicate key value violates constraint of tenant globex: select secret from people.secret';

/** The same server, one of whose tools breaks in a way. */
function broken(definition: ServerDefinition, name: string, by: (tool: Tool) => Partial<Tool>): ServerDefinition {
  return {
    ...definition,
    tools: definition.tools.map((tool) => (tool.name === name ? ({ ...tool, ...by(tool) } as Tool) : tool)),
  };
}

const throwing = (): never => {
  throw new Error(WORDS);
};

/** A tool that breaks tells its caller nothing of it, and the record and the operator that it did. */
export function faultContract(facts: ServerFacts, stage: Stage): void {
  const { database } = stage;
  const { tenant } = stage.principal(facts.mayAskAll);
  const tools = allTools(facts.definition);
  const read = facts.definition.tools.find(({ effect }) => effect === 'read');
  const write = facts.definition.tools.find(({ effect }) => effect === 'write');

  const cases = [
    ['a read that throws', read, (): Partial<Tool> => ({ read: throwing })],
    [
      'a read that answers outside its schema',
      read,
      (): Partial<Tool> => ({ read: async () => ok({ [WORDS]: WORDS }) }),
    ],
    ['a write whose plan throws', write, (): Partial<Tool> => ({ plan: throwing })],
    [
      'a write whose card is empty',
      write,
      (): Partial<Tool> =>
        ({ plan: async () => ok({ effect: {}, guards: {}, amount: null, units: null, card: {} }) }) as Partial<Tool>,
    ],
  ] as const;

  test.each(cases)(
    '%s is an internal error without its words, on the wire and in the record',
    async (_what, tool, by) => {
      if (tool === undefined) return;
      const definition = broken(facts.definition, tool.name, by);
      const faulty = stageOf(database, { ...facts, definition }, tenant);
      const input = await goodInput(facts, stage, tool);
      const rows = await rowCounts(database);
      const records = (await recordsOf(database, tenant)).length;
      for (const kind of CLIENTS) {
        const client = await faulty.client(facts.mayAskAll, kind);
        const failed: unknown = await client.call(tool.name, input).catch((error: unknown) => error);
        expect(failed).toBeInstanceOf(Error);
        expect(String(failed)).toContain('Internal error');
        expect(String(failed)).not.toMatch(/globex|secret|constraint/);
        await client.close();
      }
      expect(faulty.faults.length).toBe(CLIENTS.length);
      expect(await rowCounts(database)).toEqual(rows);
      const written = (await recordsOf(database, tenant)).slice(records);
      expect(written.map(({ kind, tool: of, outcome }) => ({ kind, of, outcome }))).toEqual(
        CLIENTS.map(() => ({ kind: 'call', of: tool.name, outcome: 'fault' })),
      );
      expect(JSON.stringify(written)).not.toMatch(/globex|secret|constraint/);
    },
  );

  test('without its record a call has no answer and no effect', async () => {
    await database.admin(`create function audit.refuse_all() returns trigger language plpgsql as $$
      begin raise exception 'the disk is full'; end$$`);
    await database.admin(
      'create trigger refuse_all before insert on audit.entry for each row execute function audit.refuse_all()',
    );
    try {
      const rows = await rowCounts(database);
      for (const tool of tools) {
        const received = facts.good[tool.name] === undefined ? {} : (facts.write?.inputs[1] ?? {});
        await expect(stage.call(facts.mayAskAll, tool.name, received)).rejects.toThrow('the disk is full');
      }
      await expect(stage.call(facts.mayAskAll, 'no_such_tool', {})).rejects.toThrow('the disk is full');
      expect(await rowCounts(database)).toEqual(rows);
    } finally {
      await database.admin('drop function audit.refuse_all() cascade');
    }
    await publish(database, stage.runtime);
    expect((await stage.call(facts.mayAskAll, 'no_such_tool', {})).kind).toBe('refused');
  });
}
