import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const Took = z.array(z.number());

/** One side of a comparison: a process that plays a round when it is told to, so that neither side warms or litters the other's memory. */
export class Side {
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string, undefined>;

  constructor(file: string, env: NodeJS.ProcessEnv) {
    this.#process = spawn(process.execPath, [file], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#process.stdout === null) throw new Error('a side has no output');
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Plays one round, and gives how long each call took, in milliseconds. */
  async play(round: Readonly<Record<string, unknown>>): Promise<readonly number[]> {
    this.#process.stdin?.write(`${JSON.stringify(round)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) throw new Error('a side of the benchmark ended; what it said is above');
    return Took.parse(JSON.parse(line.value));
  }

  async close(): Promise<void> {
    const closed = once(this.#process, 'close');
    this.#process.stdin?.end();
    await closed;
  }
}

export type Figures = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number };

export function figuresOf(tookMs: readonly number[], seconds: number): Figures {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => rounded(sorted[Math.floor(sorted.length * share)] ?? 0);
  return { perSecond: Math.round(sorted.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Each figure's median over the rounds. */
export function medianOf(rounds: readonly Figures[]): Figures {
  const of = (figure: keyof Figures): number => median(rounds.map((round) => round[figure]));
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
