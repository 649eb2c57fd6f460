import type { Rule } from '../rule.ts';

const banned = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'service', 'services', 'misc']);

/** Files and folders are named by words of the trade or of a standard, so that a reader can guess what is inside. */
export const names: Rule = {
  name: 'names',
  check: ({ paths }) =>
    [...paths].flatMap((path) => {
      const word = path.split(/[/.\-_]/).find((part) => banned.has(part.toLowerCase()));
      if (word === undefined) return [];
      return [{ path, message: `"${word}" says nothing: name it by what it is about, in a word of the trade` }];
    }),
};
