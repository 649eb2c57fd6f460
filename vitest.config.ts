import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { defineConfig } from 'vitest/config';

const globalSetup = join(import.meta.dirname, 'libs', 'testing', 'src', 'global-setup.ts');

export default defineConfig({
  test: {
    include: ['libs/**/*.test.ts', 'prisma/**/*.test.ts', 'apps/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: existsSync(globalSetup) ? [globalSetup] : [],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 120_000,
  },
});
