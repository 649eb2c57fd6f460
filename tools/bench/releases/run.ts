import { assert, type TenantId } from '@supercargo/kernel';
import { startRail, stopRail } from '@supercargo/cluster';
import type { Runtime } from '@supercargo/mcp-kit';
import { serverDefinition } from '../../servers.ts';
import type { Say } from '../database.ts';
import { table } from '../print.ts';
import { benchRuntime } from '../runtime.ts';
import { medianOf } from '../side.ts';
import { openPayers, type Payers } from './company.ts';
import { paidPayments } from './request.ts';
import { CALLERS, playRound, type ReleaseFigures } from './rounds.ts';

const ROUNDS = 5;
const WARM_UP = 100;

/** Releases on one company and on a hundred, each figure the median of the rounds. */
export type Releases = { readonly count: number; readonly one: ReleaseFigures; readonly hundred: ReleaseFigures };

async function runtimeOf(payers: Payers): Promise<Runtime> {
  const definition = await serverDefinition('payments');
  const outside = await definition.outside?.({ env: {}, home: payers.home });
  return benchRuntime(definition, payers.door('supercargo_payments', CALLERS), outside);
}

/** One company and a hundred take turns; the rail is a process of its own and answers at once. */
async function play(payers: Payers, runtime: Runtime, count: number, say: Say): Promise<Releases> {
  const spreads = { one: payers.tenants.slice(0, 1), hundred: payers.tenants };
  const rounds: Record<keyof typeof spreads, ReleaseFigures[]> = { one: [], hundred: [] };
  for (let at = 0; at <= ROUNDS; at += 1) {
    for (const spread of ['one', 'hundred'] as const) {
      const tenants: readonly TenantId[] = spreads[spread];
      const of = { batch: `${spread}-${at}`, count: at === 0 ? WARM_UP : count };
      const figures = await playRound(payers, runtime, tenants, of);
      if (at > 0) rounds[spread].push(figures);
    }
    say(at === 0 ? 'releases: warm' : `releases: round ${at} of ${ROUNDS}`);
  }
  const all = 2 * (WARM_UP + ROUNDS * count);
  const paid = await paidPayments(payers);
  assert(paid === all, `every release is paid once: ${paid} of ${all}`);
  const medians = (of: readonly ReleaseFigures[]): ReleaseFigures => ({
    dispatched: medianOf(of.map(({ dispatched }) => dispatched)),
    paid: medianOf(of.map((each) => each.paid)),
  });
  return { count, one: medians(rounds.one), hundred: medians(rounds.hundred) };
}

export async function runReleases(count: number, say: Say): Promise<Releases> {
  const payers = await openPayers();
  try {
    await startRail(payers.home);
    const runtime = await runtimeOf(payers);
    try {
      return await play(payers, runtime, count, say);
    } finally {
      await runtime.door.close();
    }
  } finally {
    await stopRail(payers.home);
    await payers.drop();
  }
}

export function releaseLines({ count, one, hundred }: Releases, markdown: boolean): readonly string[] {
  const line = (what: string, of: ReleaseFigures[keyof ReleaseFigures]): readonly string[] => [
    ...[what, of.perSecond.toString(), of.p50Ms.toFixed(1), of.p99Ms.toFixed(1)],
  ];
  return [
    `releases: ${count} in each of ${ROUNDS} rounds, ${CALLERS} callers, medians; milliseconds`,
    '',
    ...table(
      ['releases that were consented to', 'a second', 'p50', 'p99'],
      [
        line('dispatched, one company', one.dispatched),
        line('dispatched, a hundred companies', hundred.dispatched),
        line('dispatched and paid over the rail, one company', one.paid),
        line('dispatched and paid over the rail, a hundred companies', hundred.paid),
      ],
      markdown,
    ),
  ];
}
