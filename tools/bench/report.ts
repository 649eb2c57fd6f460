import { rounded, type Figures } from './side.ts';

/** Calls a second and how long they took, of both ways without a library and of both tools. */
export type Comparison = Readonly<Record<'plain' | 'together' | 'getStock' | 'createReorder', Figures>>;

export type Report = Comparison & {
  readonly machine: Readonly<Record<string, string | number>>;
  readonly postgres: Readonly<Record<string, string>>;
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
export function targetsOf(report: Report): readonly Target[] {
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

/** The report as people read it. */
export function linesOf(report: Report, targets: readonly Target[]): readonly string[] {
  const { companies, stockRows, rounds, seconds } = report;
  return [
    ...Object.entries({ ...report.machine, ...report.postgres }).map(([name, value]) => `${name.padEnd(20)} ${value}`),
    `${companies} companies, ${stockRows} stock rows; ${rounds} rounds of ${seconds} s each, medians`,
    '',
    figuresLine('bare pg, waiting for each statement, 8 callers', report.plain),
    figuresLine('bare pg, statements sent together, 8 callers', report.together),
    figuresLine('get_stock through all steps, 8 callers', report.getStock),
    figuresLine('create_reorder, asked to executed, 1 caller', report.createReorder),
    '',
    ...targets.map(targetLine),
  ];
}

function figuresLine(what: string, { perSecond, p50Ms, p99Ms }: Figures): string {
  const times = `p50 ${p50Ms.toFixed(2).padStart(6)} ms  p99 ${p99Ms.toFixed(2).padStart(7)} ms`;
  return `${what.padEnd(48)} ${String(perSecond).padStart(6)}/s  ${times}`;
}

function targetLine({ what, value, unit, target, met }: Target): string {
  return `${what.padEnd(48)} ${String(value).padStart(6)} ${unit.padEnd(3)}  target ${target}: ${met ? 'met' : 'MISSED'}`;
}
