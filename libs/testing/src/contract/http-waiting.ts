import { handleDue } from '@supercargo/mcp-kit';
import { describe, expect, test, vi } from 'vitest';
import { CLIENTS, type Elicit, type ToolAnswer } from './clients.ts';
import type { Input } from './facts.ts';
import {
  added,
  asksNobody,
  askedIn,
  keyed,
  NOTHING,
  ONCE,
  openHttpTrial,
  saysYes,
  WAITING,
  yesTo,
  type HttpTrial,
  type HttpTrials,
} from './http-trial.ts';
import { peopleOf } from './people.ts';

type Structured = ToolAnswer['structured'];

/** A person who is shown the card and never answers; `shown` resolves when they are. */
function silent(): { readonly elicit: Elicit; readonly shown: Promise<unknown> } {
  const shown = Promise.withResolvers<undefined>();
  const elicit = (): Promise<unknown> => {
    shown.resolve(undefined);
    return new Promise(() => undefined);
  };
  return { elicit, shown: shown.promise };
}

/** Where a request stands, as its requester is told at the other process. */
async function told(trial: HttpTrial, id: unknown): Promise<Structured> {
  const tool = `get_${trial.facts.definition.name}_request`;
  const { result } = await trial.call(tool, { request_id: id }, {}, { replica: 1 });
  return result?.['structuredContent'] as Structured;
}

/** The only request of a company. */
async function onlyRequest({ database }: HttpTrials, { tenant }: HttpTrial): Promise<string> {
  const rows = await database.admin<{ id: string }>('select id from approval.request where tenant_id = $1', [tenant]);
  expect(rows).toHaveLength(1);
  return rows[0]?.id ?? '';
}

/** Whoever waits, hangs up, or never answers loses nothing, and nothing is done twice for them. */
export function httpWaiting(trials: HttpTrials): void {
  describe.each(CLIENTS)('%s', (kind) => {
    async function asked(trial: HttpTrial, input: Input, elicit?: Elicit): Promise<Structured> {
      const client = await trial.client(kind, elicit, { replica: 1 });
      const { structured } = await client.call(trial.tool.name, input);
      await client.close();
      return structured;
    }

    test.each<readonly [string, (stop: AbortController, close: () => Promise<void>) => unknown]>([
      ['hangs up', (_stop, close) => close()],
      ['waits no longer', (stop) => stop.abort(new Error('it took too long'))],
    ])(
      'a client that %s while its person is asked loses nothing, and comes back to the same request',
      async (_what, leave) => {
        const trial = await openHttpTrial(trials);
        const [input, before] = [keyed(trial), await trial.counts()];
        const { elicit, shown } = silent();
        const stop = new AbortController();
        const client = await trial.client(kind, elicit);
        const call = client.call(trial.tool.name, input, stop.signal).catch(() => undefined);
        await shown;
        await leave(stop, () => client.close());
        const id = await onlyRequest(trials, trial);
        expect(await told(trial, id)).toMatchObject({ outcome: 'waiting', request_id: id });
        expect(added(before, await trial.counts())).toEqual(WAITING);
        expect(await asked(trial, input, saysYes)).toMatchObject({ outcome: 'executed', request_id: id });
        expect(await told(trial, id)).toMatchObject({ outcome: 'executed' });
        expect(added(before, await trial.counts())).toEqual(ONCE);
        await client.close();
        // Since 2026-07-28 the question is answered within the client, which waits for its person for good.
        if (kind !== '2026-07-28') await call;
        await trial.close();
      },
    );

    test('a client that can show no forms is told at once, and again once the worker has done it', async () => {
      const trial = await openHttpTrial(trials);
      const [input, before] = [keyed(trial), await trial.counts()];
      const waiting = await asked(trial, input);
      const id = String(waiting?.['request_id']);
      expect(waiting).toMatchObject({ outcome: 'waiting', next: expect.stringContaining('npx supercargo') as string });
      expect(await told(trial, id)).toMatchObject({ outcome: 'waiting', request_id: id });
      expect(await asked(trial, input)).toMatchObject({ outcome: 'waiting', request_id: id });
      expect(added(before, await trial.counts())).toEqual(WAITING);
      await peopleOf(trial.stage).consents(id);
      await handleDue(trial.stage.runtime, trial.stage.principal('nobody').tenant, id);
      expect(await told(trial, id)).toMatchObject({ outcome: 'executed' });
      expect(await asked(trial, input, asksNobody)).toMatchObject({ outcome: 'executed', request_id: id });
      expect(added(before, await trial.counts())).toEqual(ONCE);
      await trial.close();
    });
  });

  test('a client that closes the response while its yes takes effect finds it done, once', async () => {
    const trial = await openHttpTrial(trials);
    const [input, before] = [keyed(trial), await trial.counts()];
    const own = await askedIn(trial, input);
    const other = await trials.database.adminClient();
    await other.query(`begin; lock table ${trial.facts.definition.name}.effect in exclusive mode`);
    const stop = new AbortController();
    const gone = trial.begin(trial.tool.name, input, yesTo(own), stop.signal).catch((error: unknown) => error);
    await vi.waitFor(async () => {
      // By another session: inside its transaction the first look at who waits would be the last.
      const held = await trials.database.admin(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      expect(held).not.toEqual([]);
    }, 10_000);
    expect(added(before, await trial.counts())).toMatchObject({ ...NOTHING, requests: 1 });
    stop.abort();
    expect(await gone).toBeInstanceOf(Error);
    await other.query('rollback');
    await vi.waitFor(async () => {
      expect(await told(trial, own)).toMatchObject({ outcome: 'executed' });
    }, 10_000);
    const again = await trial.call(trial.tool.name, input, yesTo(own), { replica: 1 });
    expect(again.result).toMatchObject({ structuredContent: { outcome: 'executed', request_id: own } });
    expect(added(before, await trial.counts())).toEqual(ONCE);
    await trial.close();
  });
}
