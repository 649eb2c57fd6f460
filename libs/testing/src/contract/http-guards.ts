import { expect, test } from 'vitest';
import type { StoredPlan } from './facts.ts';
import { TELLTALES } from './refusal-contract.ts';
import {
  added,
  askedIn,
  keyed,
  NOTHING,
  ONCE,
  openHttpTrial,
  SOMEBODY_ELSE,
  yesTo,
  type HttpTrial,
  type HttpTrials,
} from './http-trial.ts';
import { publishAgain } from './publish-again.ts';

async function planOf(trial: HttpTrial, id: string): Promise<StoredPlan> {
  const { effect, guards } = JSON.parse((await trial.request(id)).plan) as Omit<StoredPlan, 'tenant'>;
  return { tenant: trial.tenant, effect, guards };
}

/** What changes between the question and the yes ends the request where it is a guard of the plan, and nothing else does. */
export function httpGuards(trials: HttpTrials): void {
  const { database, facts } = trials;
  const known = facts.writes[facts.write.tool];

  test('what a plan does not depend on may change between the question and the yes', async () => {
    const trial = await openHttpTrial(trials);
    const input = keyed(trial);
    const before = await trial.counts();
    const own = await askedIn(trial, input);
    // Others ask, a policy of the same rules is published, somebody leaves, and a tool that nobody asked for is stopped.
    await askedIn(trial, keyed(trial), { person: SOMEBODY_ELSE });
    await publishAgain(database, trial.tenant);
    await database.admin('update people.person set active = false where tenant_id = $1 and id = $2', [
      ...[trial.tenant, SOMEBODY_ELSE],
    ]);
    await database.admin(
      "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ($1, 'agent', 'another agent', 'a test', 'ada')",
      [trial.tenant],
    );
    const { result } = await trial.call(trial.tool.name, input, yesTo(own), { replica: 1 });
    expect(result).toMatchObject({ structuredContent: { outcome: 'executed', request_id: own } });
    expect(added(before, await trial.counts())).toEqual({ ...ONCE, requests: 2 });
    await trial.close();
  });

  test.each(Object.entries(known?.breakGuard ?? {}))(
    'its guard %s that changes between the question and the yes ends the request, and says what changed',
    async (_guard, breaks) => {
      const trial = await openHttpTrial(trials);
      const input = keyed(trial);
      const own = await askedIn(trial, input);
      await breaks(database, await planOf(trial, own));
      const held = await known?.holds(trial.stage, input);
      const before = await trial.counts();
      const { result } = await trial.call(trial.tool.name, input, yesTo(own), { replica: 1 });
      const answer = (result as { structuredContent: Readonly<Record<string, unknown>> }).structuredContent;
      expect(answer).toMatchObject({ outcome: 'failed', request_id: own });
      expect(answer['reason']).toMatch(/.{10,}; nothing was done$/);
      expect(answer['reason']).not.toMatch(TELLTALES);
      expect((await trial.request(own)).state).toBe('invalidated');
      expect(added(before, await trial.counts())).toMatchObject({ requests: 0, effects: 0 });
      expect(await known?.holds(trial.stage, input)).toEqual(held);
      const again = await trial.call(trial.tool.name, input, yesTo(own));
      expect(again.result).toMatchObject({ structuredContent: { outcome: 'failed', request_id: own } });
      expect(added(before, await trial.counts())).toMatchObject({ requests: NOTHING.requests, effects: 0 });
      await trial.close();
    },
  );

  test('a rule that became stricter between the question and the yes ends the request', async () => {
    const trial = await openHttpTrial(trials);
    const input = keyed(trial);
    const own = await askedIn(trial, input);
    await publishAgain(database, trial.tenant, { tier: 'person', quorum: 1 });
    const before = await trial.counts();
    const { result } = await trial.call(trial.tool.name, input, yesTo(own));
    expect(result).toMatchObject({ structuredContent: { request_id: own } });
    expect(JSON.stringify(result)).not.toContain('"outcome":"executed"');
    expect(added(before, await trial.counts())).toMatchObject({ requests: 0, effects: 0 });
    await trial.close();
  });
}
