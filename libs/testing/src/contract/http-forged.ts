import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Input } from './facts.ts';
import { openHttpSession } from './http-session.ts';
import {
  added,
  askedIn,
  foundingOf,
  keyed,
  NOTHING,
  ONCE,
  openHttpTrial,
  SHOWS_NO_FORMS,
  SOMEBODY_ELSE,
  WAITING,
  YES,
  yesTo,
  type Calling,
  type HttpTrial,
  type HttpTrials,
} from './http-trial.ts';

interface Attempt {
  readonly what: string;
  readonly state: unknown;
  readonly input?: Input;
  readonly tool?: string;
  readonly calling?: Calling;
}

/** The last digit of an id changed: well-formed, and nobody's. */
function edited(id: string): string {
  return `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`;
}

/** What a caller may hand back that is not the answer to a question of theirs. `own` waits, asked for with `input`. */
async function attempts(trial: HttpTrial, globex: HttpTrial, own: string, input: Input): Promise<readonly Attempt[]> {
  const { facts, stage } = trial;
  const theirs = await askedIn(trial, input, { person: SOMEBODY_ELSE });
  const otherTool = facts.definition.tools.find(({ effect, name }) => effect === 'write' && name !== trial.tool.name);
  const makeOther = otherTool === undefined ? undefined : facts.good[otherTool.name];
  const others = { input: { ...trial.otherInput, idempotency_key: input['idempotency_key'] } };
  return [
    { what: 'another person’s', state: theirs },
    { what: 'one’s own, as another person', state: own, calling: { person: SOMEBODY_ELSE } },
    { what: 'another company’s', state: await askedIn(globex, input) },
    { what: 'one’s own with a digit changed', state: edited(own) },
    { what: 'one’s own in capitals and braces', state: `{${own.toUpperCase()}}` },
    { what: 'one’s own with other arguments', state: own, ...others },
    ...(otherTool === undefined || makeOther === undefined
      ? []
      : [{ what: 'one’s own of another tool', state: own, tool: otherTool.name, input: await makeOther(stage) }]),
    { what: 'an id that never was', state: stage.runtime.newId() },
    { what: 'words', state: 'approved' },
    { what: 'nothing', state: '' },
    { what: 'SQL', state: "' or true --" },
    { what: 'a NUL', state: '\u0000' },
    { what: '10,000 characters', state: 'a'.repeat(10_000) },
    { what: 'a sealed plan', state: Buffer.from(JSON.stringify({ ...input, approved: true })).toString('base64url') },
  ];
}

/** What is not the answer of a person who was asked this is no consent, and is recorded as what it is. */
export function httpForged(trials: HttpTrials): void {
  let trial: HttpTrial;
  let globex: HttpTrial;
  beforeAll(async () => {
    trial = await openHttpTrial(trials);
    globex = await openHttpTrial(trials);
  });
  afterAll(async () => {
    await trial.close();
    await globex.close();
  });

  test('a state that is not one’s own, of this tool and these arguments, is refused and recorded; the question stays open', async () => {
    const company = await openHttpTrial(trials);
    const input = keyed(company);
    const own = await askedIn(company, input);
    const tried = await attempts(company, globex, own, input);
    const before = await company.counts();
    for (const { what, state, tool = company.tool.name, input: args = input, calling } of tried) {
      const records = (await company.records()).length;
      for (const replica of [0, 1] as const) {
        const { result } = await company.call(tool, args, yesTo(state), { ...calling, replica });
        const refused = { isError: true, structuredContent: { outcome: 'refused', code: 'unknown_request' } };
        expect(result, what).toMatchObject(refused);
        expect(JSON.stringify(result), what).not.toContain(globex.tenant);
      }
      const recorded = { kind: 'call', tool, outcome: 'refused', code: 'unknown_request' };
      expect((await company.records()).slice(records), what).toMatchObject([recorded, recorded]);
    }
    expect(added(before, await company.counts())).toEqual(NOTHING);
    expect((await company.request(own)).state).toBe('waiting');
    const done = await company.call(company.tool.name, input, yesTo(own));
    expect(done.result).toMatchObject({ structuredContent: { outcome: 'executed', request_id: own } });
    await company.close();
  });

  test('a state is spent: replayed at whichever process it does nothing again, and is answered with what was done', async () => {
    const fresh = await openHttpTrial(trials);
    const before = await fresh.counts();
    const own = await askedIn(fresh, fresh.input);
    const replays = Array.from({ length: 10 }, (_, at) =>
      fresh.call(fresh.tool.name, fresh.input, yesTo(own), { replica: at % 2 === 0 ? 0 : 1 }),
    );
    for (const { result } of await Promise.all(replays)) {
      expect(result).toMatchObject({ structuredContent: { outcome: 'executed', request_id: own } });
    }
    expect(added(before, await fresh.counts())).toEqual(ONCE);
    await fresh.close();
  });

  test('a yes to nothing that was asked is none: the person is asked', async () => {
    const input = keyed(trial);
    const before = await trial.counts();
    const { result } = await trial.call(trial.tool.name, input, { inputResponses: { consent: YES } });
    expect(result).toMatchObject({ resultType: 'input_required' });
    expect(added(before, await trial.counts())).toEqual(WAITING);
  });

  test.each([
    ['no answer', {}],
    ['the answer to another question', { approval: YES }],
    ['nonsense', { consent: { action: 'approve', content: { confirm: true } } }],
    ['a yes that was closed', { consent: { action: 'cancel', content: { confirm: true } } }],
    ['an accepted form without its box', { consent: { action: 'accept' } }],
    ['a list', { consent: [YES] }],
  ])('a state with %s leaves the request as it was', async (_what, inputResponses) => {
    const own = await askedIn(trial, keyed(trial));
    const { arguments: args } = JSON.parse((await trial.request(own)).plan) as { arguments: Input };
    const before = await trial.counts();
    await trial.call(trial.tool.name, args, { requestState: own, inputResponses });
    expect(added(before, await trial.counts())).toEqual(NOTHING);
    expect((await trial.request(own)).state).toBe('waiting');
  });

  test('a yes from a client that shows no forms is none: it has asked nobody', async () => {
    const input = keyed(trial);
    const own = await askedIn(trial, input);
    const before = await trial.counts();
    const { result } = await trial.call(trial.tool.name, input, { ...yesTo(own), ...SHOWS_NO_FORMS });
    expect(result).toMatchObject({ structuredContent: { outcome: 'waiting', request_id: own } });
    expect(added(before, await trial.counts())).toEqual(NOTHING);
    expect((await trial.request(own)).state).toBe('waiting');
  });

  test('a no is the end: a yes after it does nothing', async () => {
    const input = keyed(trial);
    const own = await askedIn(trial, input);
    const before = await trial.counts();
    await trial.call(trial.tool.name, input, { requestState: own, inputResponses: { consent: { action: 'decline' } } });
    const { result } = await trial.call(trial.tool.name, input, yesTo(own));
    expect(result).toMatchObject({ isError: true, structuredContent: { outcome: 'failed', request_id: own } });
    expect(added(before, await trial.counts())).toEqual(NOTHING);
    expect((await trial.request(own)).state).toBe('withdrawn');
  });

  test('with a token that is not good for the tool, one’s own state is refused with 403 and recorded', async () => {
    const input = keyed(trial);
    const own = await askedIn(trial, input);
    const before = await trial.counts();
    const records = (await trial.records()).length;
    const answer = await trial.call(trial.tool.name, input, yesTo(own), { scopes: ['other:read'] });
    expect(answer.status).toBe(403);
    expect((await trial.records()).slice(records)).toMatchObject([{ outcome: 'refused', code: 'insufficient_scope' }]);
    expect(added(before, await trial.counts())).toEqual(NOTHING);
    expect((await trial.request(own)).state).toBe('waiting');
  });

  test('where another person must approve, the requester’s yes is none', async () => {
    const founding = foundingOf(trials);
    const rules = (founding.rules ?? []).map((rule) => ({ ...rule, tier: 'person' as const }));
    const strict = await openHttpTrial(trials, { ...founding, rules });
    const { result } = await strict.call(strict.tool.name, strict.input);
    const id = (result as { structuredContent: { request_id: string } }).structuredContent.request_id;
    const before = await strict.counts();
    for (let at = 0; at < 3; at += 1) {
      const again = await strict.call(strict.tool.name, strict.input, yesTo(id));
      expect(again.result).toMatchObject({ structuredContent: { outcome: 'waiting', request_id: id } });
    }
    expect(added(before, await strict.counts())).toEqual(NOTHING);
    expect((await strict.request(id)).state).toBe('waiting');
    await strict.close();
  });

  test('before 2026-07-28 a state in the parameters is no answer: the person is asked in the session', async () => {
    const input = keyed(trial);
    const own = await askedIn(trial, input);
    const before = await trial.counts();
    const session = await openHttpSession(trial);
    const asked = await session.call(trial.tool.name, input, yesTo(own));
    expect(asked.question).toMatchObject({ method: 'elicitation/create' });
    await asked.hangUp();
    expect(added(before, await trial.counts())).toEqual(NOTHING);
    expect((await trial.request(own)).state).toBe('waiting');
  });

  test('before 2026-07-28 a yes is the answer to a question of its own session alone', async () => {
    const company = await openHttpTrial(trials);
    const input = keyed(company);
    const before = await company.counts();
    const asking = await openHttpSession(company);
    const asked = await asking.call(company.tool.name, input);
    expect(asked.question).toMatchObject({ method: 'elicitation/create' });
    const sessions = [await openHttpSession(company), await openHttpSession(company, { person: SOMEBODY_ELSE })];
    for (const session of sessions) {
      for (let id = 0; id < 20; id += 1) await session.tell({ jsonrpc: '2.0', id, result: YES });
      await session.tell({ jsonrpc: '2.0', id: asked.question['id'], result: YES });
    }
    // An id of its own session that was not asked under.
    await asking.tell({ jsonrpc: '2.0', id: 7_777, result: YES });
    expect(added(before, await company.counts())).toEqual(WAITING);
    await asking.tell({ jsonrpc: '2.0', id: asked.question['id'], result: YES });
    expect(await asked.answer()).toMatchObject({ result: { structuredContent: { outcome: 'executed' } } });
    expect(added(before, await company.counts())).toEqual(ONCE);
    await company.close();
  });
}
