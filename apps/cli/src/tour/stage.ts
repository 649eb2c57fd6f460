import type { Outside } from '../outside.ts';
import { visible } from '../print.ts';

/** Something in the story is not as it should be. The tour ends here, with exit code 1. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

/** One step as it was played. */
export interface PlayedStep {
  readonly step: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly lines: readonly string[];
}

/** Where a story is played: each step says what it does, and is kept for `--json`. */
export interface Stage {
  readonly played: readonly PlayedStep[];
  say(...lines: readonly string[]): void;
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

export function stageOn(outside: Outside, quiet: boolean): Stage {
  const played: PlayedStep[] = [];
  let lines: string[] = [];
  const say = (...said: readonly string[]): void => {
    for (const line of said) {
      const shown = visible(line);
      lines.push(shown);
      if (!quiet) outside.out(`   ${shown}`);
    }
  };
  return {
    played,
    say,
    async step(title, work) {
      const startedAt = performance.now();
      lines = [];
      if (!quiet) outside.out(`\n${(played.length + 1).toString()}. ${title}`);
      const end = (ok: boolean): void => {
        const seconds = Math.round(performance.now() - startedAt) / 1_000;
        played.push({ step: title, ok, seconds, lines });
      };
      try {
        const value = await work();
        end(true);
        return value;
      } catch (error) {
        if (error instanceof Unexpected) say(`✗ ${error.message}`);
        end(false);
        throw error;
      }
    },
  };
}
