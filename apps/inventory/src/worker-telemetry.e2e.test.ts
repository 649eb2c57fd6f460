import { fileURLToPath } from 'node:url';
import {
  makeMachine,
  openCollector,
  openStage,
  peopleOf,
  requestIdOf,
  testDatabase,
  type ServerProcess,
} from '@supercargo/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const machine = await makeMachine(database, 'supercargo_inventory', []);
const collector = await openCollector();
afterAll(() => {
  collector.close();
});

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const WATCHED = { SUPERCARGO_METRICS_PORT: '0', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
const work = (more: Readonly<Record<string, string>>): ServerProcess =>
  machine.start(MAIN, ['worker'], { SUPERCARGO_POLL_MS: '20', ...more });

const portOf = (worker: ServerProcess): Promise<string> =>
  vi.waitFor(() => {
    const port = /"metricsPort":(\d+)/.exec(worker.said())?.[1];
    if (port === undefined) throw new Error(worker.said());
    return port;
  }, 20_000);

async function stateIs(id: string, state: string): Promise<void> {
  const read = 'select state from approval.request where id = $1';
  await vi.waitFor(async () => expect(await database.admin(read, [id])).toEqual([{ state }]), 20_000);
}

const reorder = (quantity: number) => ({ sku: 'COF-1KG', quantity, warehouse: 'HAM-1' });

async function expired(): Promise<string> {
  const id = requestIdOf(await stage.call('mara', 'create_reorder', reorder(401)));
  await database.admin(
    "update approval.request set waits_until = clock_timestamp() - interval '1 second' where id = $1",
    [id],
  );
  return id;
}

/** An approved request that the database refuses to execute, whatever is tried. */
async function faulty(): Promise<string> {
  await database.admin(`create function inventory.refuse_nine() returns trigger language plpgsql as $$
    begin if new.quantity = 9 then raise exception 'not today'; end if; return new; end$$`);
  await database.admin(
    'create trigger refuse_nine before insert on inventory.purchase_order for each row execute function inventory.refuse_nine()',
  );
  return peopleOf(stage).agreed('mara', 'create_reorder', reorder(9));
}

// One story of one installation: each test goes on where the one before it ended.

test('a worker tells what it executed, ended and could not do, and nothing of whose or what it was', async () => {
  const bought = requestIdOf(await stage.call('mara', 'create_reorder', reorder(400)));
  expect(await peopleOf(stage).approve(bought, 'felix')).toBe(null);
  const [late, broken] = [await expired(), await faulty()];
  const worker = work(WATCHED);
  const told = async (): Promise<string> => (await fetch(`http://127.0.0.1:${await portOf(worker)}/metrics`)).text();
  await Promise.all([stateIs(bought, 'executed'), stateIs(late, 'expired')]);
  const of = 'kind="request",name="create_reorder"';
  const server = 'server="inventory-worker"';
  await vi.waitFor(async () => expect(await told()).toContain(`{${of},outcome="fault",${server}}`), 20_000);
  const text = await told();
  for (const line of [
    new RegExp(`^supercargo_work_total\\{${of},outcome="executed",${server}\\} 1$`, 'm'),
    new RegExp(`^supercargo_work_total\\{${of},outcome="expired",${server}\\} 1$`, 'm'),
    new RegExp(`^supercargo_work_seconds_bucket\\{le="\\+Inf",${server},${of}\\} [3-9]$`, 'm'),
    new RegExp(`^supercargo_work_due_requests\\{${server}\\} [1-3]$`, 'm'),
    new RegExp(`^supercargo_database_connections\\{${server}\\} [1-9]`, 'm'),
    new RegExp(`^process_resident_memory_bytes\\{${server}\\}`, 'm'),
  ]) {
    expect(text).toMatch(line);
  }
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0, stdout: '' });
  const spans = collector.spans.map(({ name, attributes }) => [name, attributes.at(-1)?.value]);
  for (const stringValue of ['executed', 'expired', 'fault']) {
    expect(spans).toContainEqual(['request create_reorder', { stringValue }]);
  }
  const keys = collector.spans.flatMap(({ attributes }) => attributes.map(({ key }) => key));
  expect(new Set(keys)).toEqual(new Set(['supercargo.work', 'supercargo.work.name', 'supercargo.outcome']));
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(collector.spans.length);
  expect(collector.bodies.join()).toContain('supercargo-inventory-worker');
  for (const never of [
    'acme',
    'mara',
    'felix',
    'COF-1KG',
    'HAM-1',
    '5,000.00',
    '5000.00',
    'not today',
    bought,
    late,
    broken,
  ]) {
    expect(text + collector.bodies.join(), never).not.toContain(never);
  }
});

test('what was due and is over is due no more, and nothing is told of a look that found nothing', async () => {
  await database.admin('drop function inventory.refuse_nine() cascade');
  const worker = work({ SUPERCARGO_METRICS_PORT: '0' });
  const told = async (): Promise<string> => (await fetch(`http://127.0.0.1:${await portOf(worker)}/metrics`)).text();
  await vi.waitFor(
    async () => expect(await told()).toContain('outcome="executed",server="inventory-worker"} 1'),
    20_000,
  );
  await vi.waitFor(async () =>
    expect(await told()).toContain('supercargo_work_due_requests{server="inventory-worker"} 0'),
  );
  expect((await told()).match(/^supercargo_work_total\{/gm)).toHaveLength(1);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ code: 0 });
});

test('nobody is told anything by a worker that is not watched, and one whose port is taken does not start', async () => {
  const sent = collector.bodies.length;
  const silent = work({});
  await vi.waitFor(() => expect(silent.said()).toContain('"msg":"working"'), 20_000);
  silent.child.kill('SIGTERM');
  expect(await silent.ended).toMatchObject({ code: 0 });
  expect(silent.said()).not.toContain('metricsPort');
  expect(collector.bodies).toHaveLength(sent);
  const { code, stderr } = await work({ SUPERCARGO_METRICS_PORT: new URL(collector.url).port }).ended;
  expect([code, stderr]).toEqual([2, expect.stringContaining('SUPERCARGO_METRICS_PORT')]);
});
