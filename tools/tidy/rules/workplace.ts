import type { Rule } from '../rule.ts';

const folders = ['root', 'work', 'tmp'].join('|');
const machinePath = new RegExp(`(?<![\\w.)\\]}*-])/(${folders})/`);
const registry = /https?:\/\/[^/\s"']*(registry|artifactory|verdaccio|nexus)[^/\s"']*/;
const publicRegistry = ['https:', '', 'registry.npmjs.org'].join('/');

/** The repository speaks of the product alone: no folder of one machine, no host of one network. */
export const workplace: Rule = {
  name: 'workplace',
  check: ({ files }) =>
    files.flatMap(({ path, lines }) =>
      lines.flatMap((text, at) => {
        const message = messageFor(path, text);
        return message === undefined ? [] : [{ path, line: at + 1, message }];
      }),
    ),
};

function messageFor(path: string, line: string): string | undefined {
  const host = registry.exec(line)?.[0];
  if (host !== undefined && !(path === 'package-lock.json' && host === publicRegistry)) {
    return `${host} is a host of one network: leave registries to the reader's own npm configuration`;
  }
  const found = path === 'package-lock.json' ? undefined : machinePath.exec(line)?.[0];
  if (found === undefined || (path.endsWith('.test.ts') && line.includes('mkdtemp'))) return undefined;
  return `${found} is a folder of one machine: build the path from import.meta.dirname, os.tmpdir() or configuration`;
}
