/** One thing that a page tells its reader to do, in order. `output` is what it says is then seen. */
export type PageStep =
  | { readonly kind: 'run'; readonly commands: string; readonly fails: boolean; readonly output: readonly string[] }
  | { readonly kind: 'edit'; readonly path: string; readonly lines: readonly string[] };

const FENCE = /^```(\S+)(?: (.+))?\n([^]*?)^```$/gm;

/**
 * The steps of a page: `sh` blocks are run, `sh fails` blocks are run and must fail, `text` after one is what it prints, `diff <path>`
 * is an edit. Throws on a block of another kind: nothing that looks like a step is left out.
 */
export function stepsOf(page: string): readonly PageStep[] {
  const steps: PageStep[] = [];
  for (const [, kind, more = '', content = ''] of page.matchAll(FENCE)) {
    const lines = content.trimEnd().split('\n');
    const last = steps.at(-1);
    if (kind === 'sh' && (more === '' || more === 'fails')) {
      steps.push({ kind: 'run', commands: content, fails: more === 'fails', output: [] });
    } else if (kind === 'text' && last?.kind === 'run' && last.output.length === 0) {
      steps[steps.length - 1] = { ...last, output: lines };
    } else if (kind === 'diff' && more !== '') {
      steps.push({ kind: 'edit', path: more, lines });
    } else {
      throw new Error(`a block that is no step: ${kind ?? ''} ${more}`);
    }
  }
  return steps;
}

/** Makes an edit as a reader would: finds the lines that are there, once, and puts the new ones in their place. */
export function edited(text: string, lines: readonly string[]): string {
  const there = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
  const then = lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
  const [before, after, ...others] = `\n${text}`.split(`\n${there.join('\n')}\n`);
  if (before === undefined || after === undefined || others.length > 0) {
    throw new Error(
      `these lines are there ${after === undefined ? 0 : others.length + 1} times, not once:\n${there.join('\n')}`,
    );
  }
  return `${before}\n${then.join('\n')}\n${after}`.slice(1);
}

const normal = (line: string): string => line.replace(/\s+/g, ' ').trim();

/** The lines that were promised and did not come, in order. `…` stands for anything, `<word>` for one word or number. */
export function unseen(promised: readonly string[], output: string): readonly string[] {
  // What colours a terminal is no part of what is said.
  const lines = output
    .replaceAll(/\u001b\[[\d;]*m/g, '')
    .split('\n')
    .map(normal);
  let from = 0;
  return promised.filter((line) => {
    const pattern = normal(line)
      .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(/<[a-z ]+>/g, '[^\\s",]+')
      .replaceAll('…', '.*');
    const at = lines.findIndex((seen, place) => place >= from && new RegExp(pattern).test(seen));
    if (at === -1) return true;
    from = at + 1;
    return false;
  });
}
