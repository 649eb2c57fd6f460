import type { ServerName } from '@supercargo/kernel';
import type { Host } from '../host/connect-host.ts';
import type { Outside } from '../outside.ts';
import { table, visible } from '../print.ts';
import type { Cast } from './cast.ts';

/** Something in the story is not as it should be. The tour ends here, with exit code 1. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

/** One step as it was played. */
export interface PlayedStep {
  readonly chapter: string;
  readonly step: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly lines: readonly string[];
}

/** Where a story is played: each step says what it does, and is kept for `--json`. */
export interface Stage {
  readonly played: readonly PlayedStep[];
  /** What the steps from here on are about. */
  chapter(title: string): void;
  say(...lines: readonly string[]): void;
  /** Rows under their headings. */
  show(headings: readonly string[], rows: readonly (readonly string[])[]): void;
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
}

/** What the steps of a story share. */
export interface Play {
  readonly stage: Stage;
  readonly outside: Outside;
  readonly cast: Cast;
  /** The servers, as the host of who asks has started them. */
  readonly hosts: Readonly<Record<ServerName, Host>>;
  /** The same server as somebody else’s host has it. Closed when the work is over. */
  asAnother<T>(server: ServerName, person: string, work: (host: Host) => Promise<T>): Promise<T>;
}

const WIDTH = 94;

/** A long line in pieces, each indented under the first. A command stays whole, so that it can be copied. */
function folded(line: string): readonly string[] {
  if (line.length <= WIDTH || line.trimStart().startsWith('$ ')) return [line];
  const indent = /^[ |]*/.exec(line)?.[0] ?? '';
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > WIDTH) {
    const space = rest.lastIndexOf(' ', WIDTH);
    const at = space <= indent.length + 2 ? WIDTH : space;
    pieces.push(rest.slice(0, at).trimEnd());
    rest = `${indent}  ${rest.slice(at).trimStart()}`;
  }
  return [...pieces, rest];
}

export function stageOn(outside: Outside, quiet: boolean): Stage {
  const played: PlayedStep[] = [];
  let lines: string[] = [];
  let chapter = '';
  const say = (...said: readonly string[]): void => {
    for (const line of said) {
      const shown = visible(line);
      lines.push(shown);
      if (!quiet) for (const piece of folded(shown)) outside.out(`   ${piece}`);
    }
  };
  const show: Stage['show'] = (headings, rows) => {
    for (const line of table(headings, rows)) {
      lines.push(line);
      if (!quiet) outside.out(`   ${line}`);
    }
  };
  return {
    ...{ played, say, show },
    chapter(title) {
      chapter = title;
      if (!quiet) outside.out(`\n── ${title} ${'─'.repeat(Math.max(3, WIDTH - title.length - 4))}`);
    },
    async step(title, work) {
      const startedAt = performance.now();
      lines = [];
      if (!quiet) outside.out(`\n${(played.length + 1).toString()}. ${title}`);
      const end = (ok: boolean): void => {
        const seconds = Math.round(performance.now() - startedAt) / 1_000;
        played.push({ chapter, step: title, ok, seconds, lines });
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
