import { table } from '../print.ts';
import { rounded, type Figures } from '../side.ts';

/** Calls a second and how long they took, of both ways without a library and of both tools. */
export type Comparison = Readonly<Record<'plain' | 'together' | 'getStock' | 'createReorder', Figures>>;

export type Calls = Comparison & {
  readonly companies: number;
  readonly stockRows: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly firstAnswerMs: Readonly<Record<string, number>>;
  readonly residentMiB: Readonly<Record<string, number>>;
};

/** One thing that a run is judged by. */
export type Target = {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string;
  readonly met: boolean;
};

const least = { ratio: 0.5, reorders: 100 };
const most = { firstAnswerMs: 1_200, residentMiB: 160 };

function atLeast(what: string, value: number, unit: string, bound: number): Target {
  return { what, value, unit, target: `>= ${bound}`, met: value >= bound };
}

function atMost(what: string, value: number, unit: string, bound: number): Target {
  return { what, value, unit, target: `<= ${bound}`, met: value <= bound };
}

/** Against the stricter of the two bare ways as well: it shows what the comparison with the plain one owes to waiting less. */
export function targetsOf(report: Calls): readonly Target[] {
  const { plain, together, getStock, createReorder } = report;
  return [
    atLeast('get_stock, of bare pg', rounded(getStock.perSecond / plain.perSecond), '', least.ratio),
    atLeast('get_stock, of bare pg sent together', rounded(getStock.perSecond / together.perSecond), '', least.ratio),
    atLeast('create_reorder', createReorder.perSecond, '/s', least.reorders),
    ...Object.entries(report.firstAnswerMs).map(([start, ms]) =>
      atMost(`first answer, ${start}`, ms, 'ms', most.firstAnswerMs),
    ),
    ...Object.entries(report.residentMiB).map(([server, resident]) =>
      atMost(`resident after 400 calls, ${server}`, resident, 'MiB', most.residentMiB),
    ),
  ];
}

/** The calls as people read them, or as documents have them. */
export function callLines(calls: Calls, targets: readonly Target[], markdown: boolean): readonly string[] {
  const { companies, stockRows, rounds, seconds } = calls;
  const line = (what: string, { perSecond, p50Ms, p99Ms }: Figures): readonly string[] => [
    ...[what, perSecond.toString(), p50Ms.toFixed(1), p99Ms.toFixed(1)],
  ];
  return [
    `calls: ${companies} companies, ${stockRows} stock rows; ${rounds} rounds of ${seconds} s each, medians; milliseconds`,
    '',
    ...table(
      ['calls', 'a second', 'p50', 'p99'],
      [
        line('bare pg, waiting for each statement, 8 callers', calls.plain),
        line('bare pg, statements sent together, 8 callers', calls.together),
        line('get_stock through all steps, 8 callers', calls.getStock),
        line('create_reorder, asked to executed, 1 caller', calls.createReorder),
      ],
      markdown,
    ),
    '',
    ...table(
      ['what is judged', 'value', 'unit', 'target', 'met'],
      targets.map(({ what, value, unit, target, met }) => [what, String(value), unit, target, met ? 'met' : 'MISSED']),
      markdown,
    ),
  ];
}
