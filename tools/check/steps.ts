import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** A check: what it is called, and the file that Node runs for it with its arguments. */
export type Step = Readonly<{ name: string; run: readonly string[]; env?: Readonly<Record<string, string>> }>;

const modules = (path: string) => join('node_modules', path);

/** Every check but the tests, longest first; those of a part that is not there yet are left out. */
export function checks(root: string): readonly Step[] {
  const all: readonly (Step & Readonly<{ needs?: string }>)[] = [
    { name: 'lint', run: ['tools/lint/main.ts'] },
    { name: 'types', run: [modules('typescript/bin/tsc'), '--noEmit', '--pretty', 'false', '-p', 'tsconfig.json'] },
    {
      name: 'formatting',
      run: [modules('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '--cache', '.'],
    },
    {
      name: 'database schema',
      needs: 'prisma.config.ts',
      run: [modules('prisma/build/index.js'), 'validate'],
      env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
    },
    { name: 'documentation', needs: 'tools/docs/main.ts', run: ['tools/docs/main.ts', '--check'] },
    { name: 'house rules', run: ['tools/tidy/main.ts'] },
  ];
  return all.filter(({ needs }) => needs === undefined || existsSync(join(root, needs)));
}

export const resultsPath = 'dist/test-results.json';

/** The tests, unit and integration; their numbers are left in `resultsPath`. Arguments go to vitest. */
export function tests(args: readonly string[]): Step {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsPath}`];
  return { name: 'tests', run: [modules('vitest/vitest.mjs'), 'run', ...reporters, ...args] };
}
