import { table } from '../print.ts';
import { rounded, type Figures } from '../side.ts';
import type { Target } from '../calls/report.ts';
import { ROUNDS, SLOW_CONNECTIONS, STEADY_RATE, type HttpFigures } from './rounds.ts';
import { SIDE_SAYS, SIDES, type SideName } from './sides.ts';
import { CALLERS } from './stage.ts';

/** What ours is to reach of another side's calls a second; of those that are not here it is told alone (decision 0029). */
const SHARES: Readonly<Partial<Record<SideName, number>>> = {
  ...{ bare: 0.6, 'sdk-first': 2, 'sdk-walled': 1.5, 'toolbox-recorded': 0.5 },
};
const STEADY_MS = { p50: 5, p99: 25 };
const TOKEN_MS = { cold: 0.35, remembered: 0.05 };

function atMost(what: string, value: number, bound: number): Target {
  return { what, value, unit: 'ms', target: `<= ${bound}`, met: value <= bound };
}

/** Ours, of this side's calls a second. */
function shareOf({ ours, ...others }: HttpFigures['reads'], name: SideName): number | undefined {
  const other = name === 'ours' ? undefined : others[name];
  return ours === undefined || other === undefined ? undefined : rounded(ours.perSecond / other.perSecond);
}

export function httpTargets({ reads, steady, besideSlow, tokenCheckMs }: HttpFigures): readonly Target[] {
  const shares = SIDES.flatMap((name) => {
    const [share, value] = [SHARES[name], shareOf(reads, name)];
    if (share === undefined || value === undefined) return [];
    return [{ what: `calls a second, of ${name}`, value, unit: '', target: `>= ${share}`, met: value >= share }];
  });
  return [
    ...shares,
    atMost(`p50 at ${STEADY_RATE} calls a second`, steady.p50Ms, STEADY_MS.p50),
    atMost(`p99 at ${STEADY_RATE} calls a second`, steady.p99Ms, STEADY_MS.p99),
    atMost(`p99 beside ${SLOW_CONNECTIONS} slow connections`, besideSlow.p99Ms, rounded(2 * steady.p99Ms)),
    atMost('token check, first time, p50', tokenCheckMs.cold, TOKEN_MS.cold),
    atMost('token check, remembered, p50', tokenCheckMs.remembered, TOKEN_MS.remembered),
  ];
}

/** Where the time of a read goes, side by side. */
function processorLines({ processorMs }: HttpFigures, markdown: boolean): readonly string[] {
  const told = SIDES.flatMap((name) => {
    const ms = processorMs[name];
    if (ms === undefined) return [];
    const { server, database, asking } = ms;
    return [[SIDE_SAYS[name], ...[server, database, asking].map((each) => each.toFixed(2))]];
  });
  if (told.length === 0) return [];
  return [
    'processor time of a read, ms',
    '',
    ...table(['side', 'server', 'PostgreSQL', 'who asks'], told, markdown),
    '',
  ];
}

/** The figures as people read them, or as documents have them. */
export function httpLines(figures: HttpFigures, targets: readonly Target[], markdown: boolean): readonly string[] {
  const { reads, steady, besideSlow, disk, writes, seconds, residentMiB } = figures;
  const line = (what: string, of: Partial<Figures>, share?: number): readonly string[] => [
    ...[what, of.perSecond?.toString() ?? '', of.p50Ms?.toFixed(1) ?? '', of.p99Ms?.toFixed(1) ?? ''],
    share?.toFixed(2) ?? '',
  ];
  return [
    `get_stock over HTTP: ${CALLERS} connections, ${ROUNDS} rounds of ${seconds} s each, at a given rate of twice as long, medians; milliseconds`,
    '',
    ...table(
      ['side', 'a second', 'p50', 'p99', '(d) is of it'],
      [
        ...SIDES.flatMap((name) => {
          const of = reads[name];
          return of === undefined ? [] : [line(SIDE_SAYS[name], of, shareOf(reads, name))];
        }),
        line(`(d) at ${STEADY_RATE} calls a second`, steady),
        line(`(d) the same beside ${SLOW_CONNECTIONS} slow connections`, besideSlow),
        ...writes.map(({ callers, figures: of }) =>
          line(`(d) create_reorder, asked to executed, ${callers === 1 ? '1 caller' : `${callers} callers`}`, of),
        ),
        line('8 KiB made durable on this disk, meanwhile', disk),
      ],
      markdown,
    ),
    '',
    ...processorLines(figures, markdown),
    `Our process held ${residentMiB} MiB at most.`,
    '',
    ...table(
      ['what is judged', 'value', 'unit', 'target', 'met'],
      targets.map(({ what, value, unit, target, met }) => [what, String(value), unit, target, met ? 'met' : 'MISSED']),
      markdown,
    ),
  ];
}
