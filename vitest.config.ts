import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const globalSetup = join(import.meta.dirname, 'libs', 'testing', 'src', 'global-setup.ts');

/** What plays whole installations takes the longest. Begun last, it would keep one core waiting for the other. */
const LONGEST = [
  'tools/docs/add-a-tool.test.ts',
  'apps/cli/src/installation.test.ts',
  'tools/crash/crash.test.ts',
  'apps/cli/src/commands/import.test.ts',
  'apps/inventory/src/import/staging/killed.test.ts',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((long) => moduleId.endsWith(long));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    include: ['libs/**/*.test.ts', 'prisma/**/*.test.ts', 'apps/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
    pool: 'forks',
    // Loading every module anew for each of the files took a third of the time. What a test needs for itself alone, its database
    // above all, it makes itself; nothing in a module of ours is changed once it is loaded.
    isolate: false,
    // One more than two processors: a third of the time a test waits, for the disk, a process or a clock.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
