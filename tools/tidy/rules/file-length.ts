import { ratchetOf, ratchetPath, type Repository, type TextFile } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

const linesMax = 250;
const linesOfListedMax = 400;

const kinds = [
  {
    matches: /^apps\/[^/]+\/src\/main\.ts$/,
    linesMax: 40,
    instead: 'main.ts reads configuration, builds, listens and stops',
  },
  {
    matches: /^apps\/[^/]+\/src\/server\.ts$/,
    linesMax: 60,
    instead: 'server.ts is the list of what the server offers',
  },
  {
    matches: /^apps\/[^/]+\/src\/tools\/[^/]+(?<!\.test)\.ts$/,
    linesMax: 120,
    instead: 'move decisions to domain/, facts to store/',
  },
  { matches: /\.(ts|mjs|js|sql|prisma)$/, linesMax, instead: 'split it by what it is about' },
];

/** Files fit a reader's head: 250 lines, less for the few kinds that have one job, 400 for those still to be split. */
export const fileLength: Rule = {
  name: 'file-length',
  check: (repository) => {
    const ratchet = repository.files.find(({ path }) => path === ratchetPath);
    const listed = ratchet === undefined ? [] : ratchetOf(ratchet.text);
    const tooLong = repository.files.flatMap((file) => lengthOf(file, listed));
    return [...tooLong, ...ratchetFindings(repository, listed)];
  },
};

function lengthOf({ path, lines }: TextFile, listed: readonly string[]): readonly Finding[] {
  const kind = kinds.find(({ matches }) => matches.test(path));
  if (kind === undefined) return [];
  const most = listed.includes(path) ? linesOfListedMax : kind.linesMax;
  if (lines.length <= most) return [];
  return [{ path, message: `${lines.length} lines, at most ${most}: ${kind.instead}` }];
}

function ratchetFindings({ files, listedBefore }: Repository, listed: readonly string[]): readonly Finding[] {
  return listed.flatMap((path) => {
    const lines = files.find((file) => file.path === path)?.lines.length ?? 0;
    if (lines <= linesMax) {
      return [{ path: ratchetPath, message: `${path} has ${lines} lines now: take it off the list` }];
    }
    if (listedBefore === undefined || listedBefore.includes(path)) return [];
    return [{ path: ratchetPath, message: `${path} is new here, and the list only shrinks: split the file` }];
  });
}
