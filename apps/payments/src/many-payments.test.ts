import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeOf, readRail, startRail, stopRail } from '@supercargo/cluster';
import { runWorker } from '@supercargo/mcp-kit';
import { openStage, testDatabase } from '@supercargo/testing';
import { afterAll, expect, test } from 'vitest';
import type { RailClient } from './rail/client.ts';
import { railOutside } from './rail/outside.ts';
import { approved, SPENDING, spending } from './spending-stage.fixture.ts';
import { pastTriggers, proposed, takenAndCounted } from './store/spending.fixture.ts';

// Many releases over a rail that loses each third answer, refuses each seventh payment and dies at random: `npm run try:rail` makes them a
// thousand and shows the figures.
const COUNT = Number(process.env['TRY_PAYMENTS'] ?? 40);
const MISBEHAVIOUR = ['--lose-every', '3', '--refuse-every', '7', '--die-at-random', '0.01', '--seed', '4'];
const AMOUNT_MINOR = 50_00;
const MINUTES_MAX = 20;

const folder = mkdtempSync(join(tmpdir(), 'supercargo-rail-'));
const home = homeOf({ SUPERCARGO_HOME: folder });
const database = await testDatabase();
const stage = await openStage(database, SPENDING, spending());
const { tenant } = stage.principal('felix');
afterAll(async () => {
  await stopRail(home);
  rmSync(folder, { recursive: true, force: true });
});

/** The rail's client, and how often it told the rail of each execution. */
const rail = await railOutside({ env: {}, home });
const told = new Map<string, number>();
let asked = 0;
const counted: RailClient = {
  ...rail,
  pay: (order) => {
    told.set(order.id, (told.get(order.id) ?? 0) + 1);
    return rail.pay(order);
  },
  find: (order) => {
    asked += 1;
    return rail.find(order);
  },
};

interface Standing {
  readonly execution: string | null;
  readonly request: string;
  readonly payment: string;
  readonly reason: string | null;
  /** Its audit records of the attempt and after it. */
  readonly record: readonly string[];
}

const STANDINGS = `
  select r.state as request, r.reason, e.id as execution, p.state as payment,
    array(select a.kind from audit.entry a where (a.tenant_id, a.request_id) = (r.tenant_id, r.id)
      and a.kind in ('attempt', 'sent', 'unknown', 'executed', 'failed') order by a.at) as record
  from approval.request r
    left join approval.execution e on (e.tenant_id, e.request_id) = (r.tenant_id, r.id)
    left join payments.payment p on (p.tenant_id, p.execution_id) = (e.tenant_id, e.id)
  where r.tenant_id = $1 and r.tool = 'release_payment'`;
const standings = (): Promise<readonly Standing[]> =>
  database.admin(STANDINGS, [tenant]) as unknown as Promise<readonly Standing[]>;

async function openOnes(): Promise<{
  readonly open: number;
  readonly beforeSending: number;
  readonly unknown: number;
}> {
  const [row] = await database.admin<{ open: number; beforeSending: number; unknown: number }>(
    `select count(*)::int as open, count(*) filter (where r.state = 'approved' or e.sent_at is null)::int as "beforeSending",
       count(*) filter (where r.state = 'unknown')::int as unknown
     from approval.request r left join approval.execution e on (e.tenant_id, e.request_id) = (r.tenant_id, r.id)
     where r.tenant_id = $1 and r.state in ('approved', 'executing', 'unknown')`,
    [tenant],
  );
  return row ?? { open: 0, beforeSending: 0, unknown: 0 };
}

/** The rail as long as the test lasts: started again whenever it died. */
async function keepRail(stop: AbortSignal): Promise<number> {
  let deaths = 0;
  let pid = (await readRail(home))?.pid;
  while (!stop.aborted) {
    await startRail(home, MISBEHAVIOUR);
    const now = (await readRail(home))?.pid;
    if (now !== pid) deaths += 1;
    pid = now;
    await sleep(50);
  }
  return deaths;
}

/** As if the time of what is still unknown were over: five minutes that nobody has to wait for. */
const letTimePass = (): Promise<void> =>
  pastTriggers(database, tenant, [
    `update approval.execution set expires_at = expires_at - interval '10 minutes', lease_until = null
     where tenant_id = $1 and kind = 'remote' and outcome is null and sent_at is not null`,
    [tenant],
  ]);

interface Booked {
  readonly status: string;
  readonly minor: number;
  /** The payment and its invoice, whatever execution it came with. */
  readonly reference: string;
}

/** What the rail's own books say: the truth about what was paid. */
function books(): ReadonlyMap<string, Booked> {
  const file = new DatabaseSync(join(home.path, 'rail.sqlite'), { readOnly: true });
  const rows = file.prepare('select id, status, content from payment').all() as unknown as {
    readonly id: string;
    readonly status: string;
    readonly content: string;
  }[];
  file.close();
  return new Map(
    rows.map(({ id, status, content }) => {
      const { amount_minor, reference } = JSON.parse(content) as Readonly<Record<'amount_minor' | 'reference', string>>;
      return [id, { status, minor: Number(amount_minor), reference }];
    }),
  );
}

async function release(payments: readonly string[]): Promise<void> {
  for (let from = 0; from < payments.length; from += 8) {
    const few = payments.slice(from, from + 8);
    await Promise.all(few.map((payment) => approved(stage, 'release_payment', { payment })));
  }
}

test(
  'over a rail that loses, refuses and dies nothing is paid twice, nothing is lost, and all that was unknown is known',
  async () => {
    const begunAt = performance.now();
    await startRail(home, MISBEHAVIOUR);
    const stop = new AbortController();
    const running = Array.from({ length: 2 }, () => runWorker({ ...stage.runtime, outside: counted }, 20, stop.signal));
    const kept = keepRail(stop.signal);
    await release(await proposed(database, tenant, { count: COUNT, amountMinor: AMOUNT_MINOR }));
    const late = begunAt + MINUTES_MAX * 60_000;
    let arrived = false;
    for (let left = await openOnes(); left.open > 0 && performance.now() < late; left = await openOnes()) {
      // All was sent, and whoever lives has been asked: what is left never arrived.
      if (!arrived && left.beforeSending === 0 && left.open === left.unknown) {
        arrived = true;
        await sleep(4_000);
      } else if (arrived) {
        await letTimePass();
      }
      await sleep(500);
    }
    stop.abort();
    await Promise.all(running);
    const deaths = await kept;

    const all = await standings();
    const paid = books();
    expect(all).toHaveLength(COUNT);
    for (const { execution, request, payment, record } of all) {
      const there = paid.get(execution ?? '');
      const isPaid = there?.status === 'settled';
      expect({ request, payment }, execution ?? '').toEqual(
        isPaid ? { request: 'executed', payment: 'paid' } : { request: 'failed', payment: 'failed' },
      );
      expect(record.filter((kind) => kind === 'attempt')).toHaveLength(1);
      expect(record.filter((kind) => kind === 'sent')).toHaveLength(1);
      expect(record.filter((kind) => kind === 'executed' || kind === 'failed')).toHaveLength(1);
      expect(told.get(execution ?? '')).toBe(1);
    }
    const known = new Set(all.map(({ execution }) => execution));
    expect([...paid.keys()].filter((id) => !known.has(id))).toEqual([]);
    const settled = [...paid.values()].filter(({ status }) => status === 'settled');
    const twice = settled.length - new Set(settled.map(({ reference }) => reference)).size;
    expect(twice).toBe(0);
    const paidMinor = settled.reduce((sum, { minor }) => sum + minor, 0);
    // What the books of the rail, the payments and the caps say is one sum.
    const { taken, counted: sums } = await takenAndCounted(stage);
    expect([taken, ...Object.values(sums)]).toEqual(Array.from({ length: 6 }, () => paidMinor));
    expect(stage.faults).toEqual([]);

    const unknown = all.filter(({ record }) => record.includes('unknown'));
    const refused = [...paid.values()].filter(({ status }) => status === 'refused').length;
    const figures = {
      ...{ payments: COUNT, executed: settled.length, refused, 'never arrived': COUNT - settled.length - refused },
      ...{
        'unknown at first': unknown.length,
        'of them executed': unknown.filter((one) => one.request === 'executed').length,
      },
      ...{ 'told to the rail': told.size, 'asked of the rail': asked, 'deaths of the rail': deaths },
      ...{ 'paid twice': twice, 'unknown in the end': all.filter((one) => one.request === 'unknown').length },
      seconds: Math.round((performance.now() - begunAt) / 1_000),
    };
    process.stdout.write(
      `${Object.entries(figures)
        .map(([what, figure]) => `${what}: ${figure}`)
        .join('\n')}\n`,
    );
  },
  MINUTES_MAX * 60_000,
);
