import { literalsOf } from '../literals.ts';
import type { Rule } from '../rule.ts';

const home = /(^|\/)store\/|^prisma\/|^libs\/(tenancy|cluster|testing)\/|^tools\/|\.test\.ts$/;

// Capitalised words begin sentences for people; SQL here is written in one case.
const statements = [
  /^\s*(select|SELECT)\s[^]*\s(from|FROM)\s/,
  /^\s*(select|SELECT)\s+[\w.]+\(/,
  /^\s*(insert\s+into|INSERT\s+INTO|delete\s+from|DELETE\s+FROM)\s/,
  /^\s*(update|UPDATE)\s+[\w."$]+\s+(\w+\s+)?(set|SET)\s/,
  /^\s*(with|WITH)\s+\w+\s+(as|AS)\s/,
];

/** SQL is read in one place per trade: the store. */
export const sqlPlace: Rule = {
  name: 'sql-place',
  check: ({ files }) =>
    files
      .filter(({ path }) => !home.test(path))
      .flatMap((file) => {
        if (file.path.endsWith('.sql')) {
          return [{ path: file.path, message: 'SQL files live in a store/ folder or in prisma/' }];
        }
        if (!/\.(ts|mjs|js)$/.test(file.path)) return [];
        return literalsOf(file)
          .filter(({ text }) => statements.some((statement) => statement.test(text)))
          .map(({ line }) => ({
            path: file.path,
            line,
            message: 'SQL outside store/: call a function of the store instead',
          }));
      }),
};
