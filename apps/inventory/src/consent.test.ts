import { CLIENTS, openStage, testDatabase, type ClientKind, type Elicit, type ToolAnswer } from '@supercargo/testing';
import { describe, expect, test, vi } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);

let quantity = 0;
/** A small reorder that nobody asked for before. */
function small(): Record<string, unknown> {
  quantity += 1;
  return { sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1' };
}

interface Standing {
  readonly state: string;
  readonly decisions: number;
  readonly orders: number;
}

/** Where the youngest request stands, and what was ordered for it. */
async function standing(): Promise<Standing | undefined> {
  const [row] = await database.admin<Standing & { id: string }>(
    `select r.state, (select count(*)::int from approval.decision d where d.request_id = r.id) as decisions,
       (select count(*)::int from inventory.purchase_order o join approval.execution e on e.id = o.ordered_by where e.request_id = r.id) as orders
     from approval.request r order by r.asked_at desc, r.id desc limit 1`,
  );
  return row;
}

async function asked(kind: ClientKind, elicit?: Elicit, input = small()): Promise<ToolAnswer | Error> {
  const client = await stage.client('mara', kind, elicit);
  const answer = await client.call('create_reorder', input).catch((error: unknown) => error as Error);
  await client.close();
  return answer;
}

describe.each(CLIENTS)('%s', (kind) => {
  test('a yes to the card orders once, and the answer has what was done', async () => {
    const shown: string[] = [];
    const answer = await asked(kind, async (message) => {
      shown.push(message);
      return { action: 'accept', content: { confirm: true } };
    });
    expect(answer).toMatchObject({ isError: false, structured: { outcome: 'executed', result: { sku: 'PKG-BAG1' } } });
    expect(shown).toHaveLength(1);
    expect(shown[0]).toContain('Order ');
    expect(shown[0]).toContain('Only if still so: price 0.31 EUR');
    expect(await standing()).toEqual({ state: 'executed', decisions: 1, orders: 1 });
  });

  test('a host that cannot show forms gets the card at once, and what a person must do', async () => {
    const answer = await asked(kind);
    expect(answer).toMatchObject({
      isError: false,
      structured: { outcome: 'waiting', card: { asked_by: { person: 'Mara Lind' } } },
    });
    expect(JSON.stringify(answer)).toContain('npx supercargo requests approve');
    expect(await standing()).toEqual({ state: 'waiting', decisions: 0, orders: 0 });
  });

  test.each([
    ['a no', { action: 'decline' }, 'withdrawn'],
    ['an unticked box', { action: 'accept', content: { confirm: false } }, 'withdrawn'],
    ['a form that was closed', { action: 'cancel' }, 'waiting'],
  ])('%s orders nothing', async (_what, response, state) => {
    const answer = await asked(kind, async () => response);
    expect(answer).toMatchObject({ structured: { outcome: state === 'waiting' ? 'waiting' : 'failed' } });
    expect(await standing()).toEqual({ state, decisions: 0, orders: 0 });
  });

  test.each([
    ['nonsense for an answer', { action: 'accept', content: { confirm: 'yes', __proto__: { confirm: true } } }],
    ['another form', { action: 'accept', content: { approved: true } }],
    ['an action that does not exist', { action: 'approve', content: { confirm: true } }],
    ['nothing', {}],
  ])('%s orders nothing', async (_what, response) => {
    await asked(kind, async () => response);
    expect(await standing()).toMatchObject({ decisions: 0, orders: 0 });
    expect(['waiting', 'withdrawn']).toContain((await standing())?.state);
  });

  test('a host that breaks while it asks loses nothing: the request waits', async () => {
    await asked(kind, () => Promise.reject(new Error('the window was closed')));
    expect(await standing()).toEqual({ state: 'waiting', decisions: 0, orders: 0 });
  });

  test('a host that hangs up while it asks loses nothing, and the same call comes back to the same request', async () => {
    const input = small();
    const shown = Promise.withResolvers<undefined>();
    const client = await stage.client('mara', kind, () => {
      shown.resolve(undefined);
      return new Promise(() => undefined);
    });
    const call = client.call('create_reorder', input).catch((error: unknown) => error);
    await shown.promise;
    await client.close();
    if (kind !== '2026-07-28') expect(await call).toMatchObject({ structured: { outcome: 'waiting' } });
    expect(await standing()).toEqual({ state: 'waiting', decisions: 0, orders: 0 });
    const again = await asked(kind, async () => ({ action: 'accept', content: { confirm: true } }), input);
    expect(again).toMatchObject({ structured: { outcome: 'executed' } });
    expect(await standing()).toEqual({ state: 'executed', decisions: 1, orders: 1 });
  });

  test('a yes is not enough above the limit: nobody is asked, and another person must approve', async () => {
    const answer = await asked(kind, () => Promise.reject(new Error('nobody is asked')), {
      sku: 'COF-1KG',
      quantity: 400 + CLIENTS.indexOf(kind),
      warehouse: 'HAM-1',
    });
    expect(answer).toMatchObject({
      structured: { outcome: 'waiting', card: { why: 'policy asks for another person' } },
    });
    expect(await standing()).toEqual({ state: 'waiting', decisions: 0, orders: 0 });
  });
});

test('a host that never answers loses nothing: after 55 seconds the call says that the request waits', async () => {
  const raw = stage.raw('mara');
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: { elicitation: {} },
    clientInfo: { name: 'raw', version: '1' },
  };
  raw.say({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  expect(await raw.hear()).toMatchObject({ result: { protocolVersion: '2025-06-18' } });
  raw.say({ jsonrpc: '2.0', method: 'notifications/initialized' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    raw.say({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'create_reorder', arguments: small() } });
    expect(await raw.hear()).toMatchObject({ method: 'elicitation/create' });
    await vi.advanceTimersByTimeAsync(55_001);
  } finally {
    vi.useRealTimers();
  }
  expect(await raw.hear()).toMatchObject({ method: 'notifications/cancelled' });
  expect(await raw.hear()).toMatchObject({ id: 2, result: { structuredContent: { outcome: 'waiting' } } });
  expect(await standing()).toEqual({ state: 'waiting', decisions: 0, orders: 0 });
});

test('nothing of this was a fault', () => {
  expect(stage.faults).toEqual([]);
});
