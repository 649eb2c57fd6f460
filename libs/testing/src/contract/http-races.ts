import { expect, test } from 'vitest';
import type { TestClient, ToolAnswer } from './clients.ts';
import type { Input } from './facts.ts';
import { added, asksNobody, callerAt, keyed, NOTHING, ONCE, openHttpTrial, saysYes, WAITING } from './http-trial.ts';
import type { HttpTrial, HttpTrials } from './http-trial.ts';

const CALLS = 10;
const TIMEOUT_MS = 60_000;

/** The same call by ten clients at once, each of whose people says yes. */
async function allAtOnce(trial: HttpTrial, input: Input): Promise<readonly ToolAnswer[]> {
  const clients: TestClient[] = [];
  for (let at = 0; at < CALLS; at += 1) {
    const { kind, calling } = callerAt(at);
    clients.push(await trial.client(kind, saysYes, calling));
  }
  const answers = await Promise.all(clients.map((client) => client.call(trial.tool.name, input)));
  for (const client of clients) await client.close();
  return answers;
}

function expectOne(answers: readonly ToolAnswer[]): unknown {
  expect(answers.map(({ structured }) => structured?.['outcome'])).toEqual(Array(CALLS).fill('executed'));
  const ids = new Set(answers.map(({ structured }) => structured?.['request_id']));
  expect(ids.size).toBe(1);
  return [...ids][0];
}

/** However many ask for one thing, and from wherever, it is done once. */
export function httpRaces(trials: HttpTrials): void {
  test(
    'ten at once with one key, by every kind of client, with two tokens and at two processes, are done once',
    async () => {
      const trial = await openHttpTrial(trials);
      const before = await trial.counts();
      expectOne(await allAtOnce(trial, keyed(trial)));
      expect(added(before, await trial.counts())).toEqual(ONCE);
      await trial.close();
    },
    TIMEOUT_MS,
  );

  test(
    'ten at once without a key are done once; asked again nobody is asked, until 15 minutes have passed',
    async () => {
      const trial = await openHttpTrial(trials);
      const before = await trial.counts();
      const id = expectOne(await allAtOnce(trial, trial.input));
      expect(added(before, await trial.counts())).toEqual(ONCE);
      for (let at = 0; at < 3; at += 1) {
        const { kind, calling } = callerAt(at);
        const client = await trial.client(kind, asksNobody, calling);
        const { structured } = await client.call(trial.tool.name, trial.input);
        expect(structured, kind).toMatchObject({ outcome: 'executed', request_id: id });
        await client.close();
      }
      expect(added(before, await trial.counts())).toEqual(ONCE);
      await trials.database.admin(
        "update approval.request set ended_at = ended_at - interval '15 minutes' where tenant_id = $1 and id = $2",
        [trial.tenant, id],
      );
      const { result } = await trial.call(trial.tool.name, trial.input);
      // What was done may be in its own way now; the request that did it is not the answer any more.
      expect(JSON.stringify(result)).not.toContain(String(id));
      await trial.close();
    },
    TIMEOUT_MS,
  );

  test('ten at once with ten keys are ten requests', async () => {
    const trial = await openHttpTrial(trials);
    const before = await trial.counts();
    const asked = Array.from({ length: CALLS }, (_, at) =>
      trial.call(trial.tool.name, keyed(trial), {}, callerAt(at).calling),
    );
    expect(new Set((await Promise.all(asked)).map(({ result }) => result?.['requestState'])).size).toBe(CALLS);
    expect(added(before, await trial.counts())).toEqual({ ...NOTHING, requests: CALLS * WAITING.requests });
    await trial.close();
  });

  test('a key that was used with other arguments is refused at every process, and asks for nothing', async () => {
    const trial = await openHttpTrial(trials);
    const used = keyed(trial);
    await trial.call(trial.tool.name, used);
    const before = await trial.counts();
    for (const replica of [0, 1] as const) {
      const other = { ...trial.otherInput, idempotency_key: used['idempotency_key'] };
      const { result } = await trial.call(trial.tool.name, other, {}, { replica });
      expect(result).toMatchObject({ isError: true, structuredContent: { code: 'idempotency_key_reused' } });
    }
    expect(added(before, await trial.counts())).toEqual(NOTHING);
    await trial.close();
  });
}
