import { allTools, scopesOf, type CallOutcome } from '@supercargo/mcp-kit';
import { describe, expect, test } from 'vitest';
import { goodInput } from './good-input.ts';
import type { ServerFacts } from './facts.ts';
import { publish, stageOf, type Stage } from './stage.ts';
import { recordsOf } from './record.ts';

/** Every role of the suite: what a server does not grant one of them, it refuses. */
export const ROLES = [
  'supply_chain_manager',
  'warehouse_clerk',
  'finance',
  'customer',
  'auditor',
  'administrator',
] as const;

function refusalOf(outcome: CallOutcome): Readonly<Record<string, unknown>> {
  return outcome.kind === 'refused' ? { ...outcome.refusal } : { step: 'none' };
}

/** Who may call what, and who was stopped. People of the stage are named by their one role. */
export function accessContract(facts: ServerFacts, stage: Stage): void {
  const { definition } = facts;
  const { database } = stage;
  const tools = allTools(definition);
  const { tenant } = stage.principal('nobody');

  describe.each(ROLES)('%s', (role) => {
    test.each(tools.map((tool) => [tool.name, tool] as const))('%s as its scopes say', async (name, tool) => {
      const missing = tool.scopes.filter((scope) => !scopesOf(definition, [role]).has(scope));
      const outcome = await stage.call(role, name, await goodInput(facts, stage, tool));
      if (missing.length === 0) {
        expect(['none', 'perform']).toContain(refusalOf(outcome)['step']);
        return;
      }
      if (definition.faces === 'customers') {
        expect(refusalOf(outcome)).toMatchObject({ step: 'standing', code: 'inactive' });
        return;
      }
      expect(refusalOf(outcome)).toMatchObject({ step: 'scopes', code: 'insufficient_scope' });
      for (const scope of missing) expect(refusalOf(outcome)['reason']).toContain(scope);
    });
  });

  test('a tool that does not exist is refused with those that do', async () => {
    const outcome = await stage.call(facts.mayAskAll, 'approve_everything', {});
    expect(refusalOf(outcome)).toMatchObject({ code: 'unknown_tool' });
    expect(refusalOf(outcome)['accepted']).toBe(tools.map(({ name }) => name).join(', '));
  });

  const [first] = definition.tools;
  const tool = first?.name ?? '';
  const askFirst = async (person = facts.mayAskAll): Promise<CallOutcome> =>
    stage.call(person, tool, first === undefined ? {} : await goodInput(facts, stage, first));

  test.each([
    ['person', facts.mayAskAll],
    ['agent', 'an agent'],
    ['tool', tool],
    ['tenant', tenant],
  ])('a stopped %s is refused at once, and let in again once the switch is lifted', async (kind, id) => {
    await database.admin(
      'insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ($1, $2, $3, $4, $5)',
      [...[tenant, kind, id], ...['a reason that is the administrator’s', 'administrator']],
    );
    const refusal = refusalOf(await askFirst());
    await database.admin('delete from policy.kill_switch where tenant_id = $1', [tenant]);
    expect(refusal).toMatchObject({ step: 'switches', code: 'stopped' });
    expect(JSON.stringify(refusal)).not.toContain('administrator’s');
    expect(refusal['reason']).not.toContain(tenant);
    expect(refusalOf(await askFirst())['step']).toBe('none');
  });

  test('a deactivated person and a stranger are refused alike', async () => {
    await database.admin('update people.person set active = false where tenant_id = $1 and id = $2', [
      tenant,
      facts.mayAskAll,
    ]);
    const deactivated = refusalOf(await askFirst());
    await database.admin('update people.person set active = true where tenant_id = $1 and id = $2', [
      tenant,
      facts.mayAskAll,
    ]);
    expect(deactivated).toMatchObject({ step: 'standing', code: 'inactive' });
    expect(refusalOf(await askFirst('stranger'))).toEqual(deactivated);
  });

  test('calls beyond the rate are refused, recorded, and told when to try again', async () => {
    const narrow = stageOf(database, facts, tenant, { tool: { calls: 2, seconds: 10 } });
    await publish(database, narrow.runtime);
    const input = first === undefined ? {} : await goodInput(facts, stage, first);
    const outcomes: CallOutcome[] = [];
    for (let call = 1; call <= 3; call += 1) outcomes.push(await narrow.call(facts.mayAskAll, tool, input));
    expect(outcomes.map((outcome) => refusalOf(outcome)['step'])).toEqual(['none', 'none', 'rate']);
    expect(outcomes[2]).toMatchObject({
      refusal: { accepted: expect.stringMatching(/^try again in \d+ s$/) as string },
    });
    expect((await recordsOf(database, tenant, 'call')).at(-1)).toMatchObject({
      outcome: 'refused',
      code: 'rate_limited',
      tool,
    });
    const other = await narrow.call(ROLES.find((role) => role !== facts.mayAskAll) ?? '', tool, input);
    expect(refusalOf(other)['step']).not.toBe('rate');
  });
}
