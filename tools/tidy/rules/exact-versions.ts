import type { TextFile } from '../repository.ts';
import type { Finding, Rule } from '../rule.ts';

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** What was tested is what is installed: every version is written out, and updates are changes that are reviewed. */
export const exactVersions: Rule = {
  name: 'exact-versions',
  check: ({ files }) => files.filter(({ path }) => /(^|\/)package\.json$/.test(path)).flatMap(inexact),
};

function inexact({ path, text }: TextFile): readonly Finding[] {
  const manifest = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return sections.flatMap((section) =>
    Object.entries((manifest[section] ?? {}) as Readonly<Record<string, string>>)
      .filter(([name, version]) => !exact.test(version) && !(name.startsWith('@supercargo/') && version === '*'))
      .map(([name, version]) => ({
        path,
        message: `${name} "${version}" may change by itself: write one version, like 1.2.3`,
      })),
  );
}
