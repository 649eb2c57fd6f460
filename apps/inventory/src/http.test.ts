import {
  CLIENTS,
  connectHttp,
  modernRequest,
  openHttpStage,
  openStage,
  testDatabase,
  type Elicit,
  type ToolAnswer,
} from '@supercargo/testing';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const http = await openHttpStage(await openStage(database, INVENTORY));
afterAll(() => http.close());

let quantity = 0;
/** A small reorder that nobody asked for before. */
function small(): Record<string, unknown> {
  quantity += 1;
  return { sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1' };
}

interface Standing {
  readonly requests: number;
  readonly executed: number;
  readonly orders: number;
}

/** What was asked for, done and ordered until now. */
async function standing(): Promise<Standing> {
  const [row] = await database.admin<Standing>(
    `select count(*)::int as requests, (count(*) filter (where state = 'executed'))::int as executed,
       (select count(*)::int from inventory.purchase_order o where o.ordered_by is not null) as orders
     from approval.request`,
  );
  return row ?? { requests: 0, executed: 0, orders: 0 };
}

const yes: Elicit = async () => ({ action: 'accept', content: { confirm: true } });

describe.each(CLIENTS)('%s', (kind) => {
  async function asked(elicit?: Elicit): Promise<ToolAnswer> {
    const client = await connectHttp(http.url, await http.token({ person: 'mara' }), kind, elicit);
    const answer = await client.call('create_reorder', small());
    await client.close();
    return answer;
  }

  test('a yes to the card orders once', async () => {
    const before = await standing();
    const shown: string[] = [];
    const answer = await asked(async (message) => {
      shown.push(message);
      return yes(message);
    });
    expect(answer).toMatchObject({ isError: false, structured: { outcome: 'executed', result: { sku: 'PKG-BAG1' } } });
    expect(shown).toHaveLength(1);
    expect(await standing()).toEqual({
      ...{ requests: before.requests + 1, executed: before.executed + 1, orders: before.orders + 1 },
    });
  });

  test.each([
    ['a no', { action: 'decline' }, 'failed'],
    ['a form that was closed', { action: 'cancel' }, 'waiting'],
  ])('%s orders nothing', async (_what, response, outcome) => {
    const before = await standing();
    expect(await asked(async () => response)).toMatchObject({ structured: { outcome } });
    expect(await standing()).toEqual({ ...before, requests: before.requests + 1 });
  });

  test('a host that cannot show forms is told that the request waits, and for whom', async () => {
    const before = await standing();
    expect(await asked()).toMatchObject({ isError: false, structured: { outcome: 'waiting' } });
    expect(await standing()).toEqual({ ...before, requests: before.requests + 1 });
  });
});

const reorder = (input: Record<string, unknown>, more: object = {}): Record<string, unknown> =>
  modernRequest('tools/call', { name: 'create_reorder', arguments: input, ...more });

test('the question of one caller is not answered by another, nor with other arguments', async () => {
  const input = small();
  const first = await http.post(reorder(input));
  const { result } = (await first.json()) as { result: { resultType: string; requestState: string } };
  expect(result.resultType).toBe('input_required');
  const before = await standing();
  const given = {
    requestState: result.requestState,
    inputResponses: { consent: { action: 'accept', content: { confirm: true } } },
  };
  const theirs = reorder(input, given);
  const others = await http.post(theirs, await http.headers({ person: 'mo' }, theirs));
  expect(await others.json()).toMatchObject({ result: { isError: true } });
  expect(await (await http.post(reorder(small(), given))).json()).toMatchObject({ result: { isError: true } });
  expect(await standing()).toEqual(before);
  expect(await (await http.post(reorder(input, given))).json()).toMatchObject({
    result: { structuredContent: { outcome: 'executed' } },
  });
});

test('a caller who closes the response before anything was asked has asked for nothing', async () => {
  const before = await standing();
  const records = (await http.records()).length;
  const other = await database.adminClient();
  await other.query('begin; lock table inventory.item in access exclusive mode');
  const message = reorder(small());
  const stop = new AbortController();
  const headers = await http.headers({ person: 'mara' }, message);
  const gone = fetch(http.url, { method: 'POST', headers, body: JSON.stringify(message), signal: stop.signal });
  await vi.waitFor(async () => {
    const waiting = await database.admin(
      "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
    );
    expect(waiting).not.toEqual([]);
  }, 5_000);
  stop.abort();
  await expect(gone).rejects.toThrow();
  await vi.waitFor(() => {
    expect(http.serving.inFlight()).toBe(0);
  }, 5_000);
  await other.query('rollback');
  await vi.waitFor(async () => {
    expect((await http.records()).slice(records)).toMatchObject([
      { kind: 'call', tool: 'create_reorder', outcome: 'refused', code: 'cancelled' },
    ]);
  }, 5_000);
  expect(await standing()).toEqual(before);
});

test('no fault on the way', () => {
  expect(http.stage.faults).toEqual([]);
});
