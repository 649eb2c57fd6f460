import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENTS } from './clients.ts';
import { openHttpSession } from './http-session.ts';
import {
  added,
  foundingOf,
  keyed,
  NOTHING,
  ONCE,
  openHttpTrial,
  SOMEBODY_ELSE,
  WAITING,
  YES,
  type HttpTrial,
  type HttpTrials,
} from './http-trial.ts';
import { peopleOf } from './people.ts';
import { modernMeta } from './raw-lines.ts';

const CONSOLE = 'https://console.example';
const BOTH = { form: {}, url: {} } as const;

/** A company in which another person approves, told where they sign in to do it. */
function openStrictTrial(trials: HttpTrials): Promise<HttpTrial> {
  const founding = foundingOf(trials);
  const rules = (founding.rules ?? []).map((rule) => ({ ...rule, tier: 'person' as const }));
  const people = (founding.people ?? []).map((each) =>
    each.id === SOMEBODY_ELSE ? { ...each, secret: `secret of ${each.id}` } : each,
  );
  const facts = { ...trials.facts, consoleOrigin: CONSOLE };
  return openHttpTrial({ ...trials, facts }, { ...founding, rules, people });
}

/** Where another person is needed, a host that shows links is sent to where they decide; nothing that comes back from it decides. */
export function httpLinks(trials: HttpTrials): void {
  let trial: HttpTrial;
  beforeAll(async () => {
    trial = await openStrictTrial(trials);
  });
  afterAll(() => trial.close());

  test.each(CLIENTS)(
    '%s: a link to the request, and it waits; once somebody else approved it, it is done',
    async (kind) => {
      const company = await openStrictTrial(trials);
      const before = await company.counts();
      const shown: unknown[] = [];
      const showing = async (_message: string, asked: object = {}): Promise<unknown> => {
        shown.push(asked);
        return YES;
      };
      const client = await company.client(kind, showing, {}, BOTH);
      const { structured } = await client.call(company.tool.name, company.input);
      const id = String(structured?.['request_id']);
      expect(structured).toMatchObject({ outcome: 'waiting' });
      expect(structured?.['next']).toContain(`${CONSOLE}/requests/${id}`);
      expect(shown).toMatchObject([{ mode: 'url', url: `${CONSOLE}/requests/${id}` }]);
      expect(added(before, await company.counts())).toEqual(WAITING);
      expect(await peopleOf(company.stage).approve(id, SOMEBODY_ELSE)).toBeNull();
      const again = await client.call(company.tool.name, company.input);
      expect(again.structured).toMatchObject({ outcome: 'executed', request_id: id });
      expect(shown).toHaveLength(1);
      expect(added(before, await company.counts())).toEqual(ONCE);
      await client.close();
      await company.close();
    },
  );

  test('whatever is handed back, under whichever key, the request waits as before', async () => {
    const input = keyed(trial);
    const _meta = modernMeta({ elicitation: BOTH });
    const { result } = await trial.call(trial.tool.name, input, { _meta });
    const requestState = String(result?.['requestState']);
    expect(Object.keys(result?.['inputRequests'] as object)).toEqual(['approval']);
    const before = await trial.counts();
    const answers = [YES, { action: 'accept' }, { action: 'decline' }, { action: 'cancel' }, 'yes'];
    for (const inputResponses of answers.flatMap((answer) => [
      { approval: answer },
      { consent: answer },
      { approval: answer, consent: answer },
    ])) {
      const more = { requestState, inputResponses, _meta };
      const handedBack = await trial.call(trial.tool.name, input, more, { replica: 1 });
      const waiting = { structuredContent: { outcome: 'waiting', request_id: requestState } };
      expect(handedBack.result).toMatchObject(waiting);
      expect((await trial.request(requestState)).state).toBe('waiting');
    }
    expect(added(before, await trial.counts())).toEqual(NOTHING);
  });

  test('2025-06-18 knows no links: who declares them is told that it waits', async () => {
    const session = await openHttpSession(trial, {}, { version: '2025-06-18', elicitation: BOTH });
    const { question: told } = await session.call(trial.tool.name, keyed(trial));
    expect(told).toMatchObject({ id: 1, result: { structuredContent: { outcome: 'waiting' } } });
  });
}
