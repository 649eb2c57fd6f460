import type { Repository } from '../repository.ts';
import type { Rule } from '../rule.ts';

type Uses = ReadonlyMap<string, ReadonlySet<string>>;

/** Libraries build on each other in one direction. Tests are left out: they use @supercargo/testing, which uses all. */
export const libraryCircles: Rule = {
  name: 'library-circles',
  check: (repository) => {
    const uses = usesOf(repository);
    return [...uses.keys()].flatMap((library) => {
      const circle = pathBack(uses, library);
      if (circle === undefined) return [];
      return [{ path: `libs/${library}`, message: `${circle.join(' → ')}: move what both need to the lower of them` }];
    });
  },
};

function usesOf({ files }: Repository): Uses {
  const uses = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    const library = /^libs\/([^/]+)\/.*(?<!\.test)\.ts$/.exec(path)?.[1];
    if (library === undefined) continue;
    const used = uses.get(library) ?? new Set();
    for (const [, other] of text.matchAll(/(?:from|import)\s*\(?\s*'@supercargo\/([^'/]+)'/g)) used.add(other ?? '');
    uses.set(library, used);
  }
  return uses;
}

/** The shortest way from a library through others back to itself. */
function pathBack(uses: Uses, library: string): readonly string[] | undefined {
  const seen = new Set<string>();
  let paths: readonly (readonly string[])[] = [[library]];
  while (paths.length > 0) {
    const longer = paths.flatMap((path) => [...(uses.get(path.at(-1) ?? '') ?? [])].map((next) => [...path, next]));
    const back = longer.find((path) => path.at(-1) === library);
    if (back !== undefined) return back;
    paths = longer.filter((path) => !seen.has(path.at(-1) ?? ''));
    for (const path of paths) seen.add(path.at(-1) ?? '');
  }
  return undefined;
}
