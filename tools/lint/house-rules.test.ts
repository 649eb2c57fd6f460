import { join } from 'node:path';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, expect, test } from 'vitest';

import { silentRules } from './canaries.ts';
import { buildProjectGraph } from './project-graph.ts';

const root = join(import.meta.dirname, '..', '..');
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

beforeAll(buildProjectGraph);

async function refusals(path: string, text: string): Promise<readonly string[]> {
  const results = await eslint.lintText(text, { filePath: join(root, path) });
  return results
    .flatMap(({ messages }) => messages)
    .flatMap(({ ruleId }) => (ruleId?.startsWith('supercargo/') === true ? [ruleId] : []));
}

test('no rule that has a canary is silent', async () => {
  expect(await silentRules(root)).toEqual([]);
});

test.each([
  ["import pg from 'pg';", 'libs/tenancy/src/a.ts', 'libs/approval/src/a.ts'],
  ["import type { Pool } from 'pg';", 'libs/cluster/src/a.ts', 'libs/approval/src/a.ts'],
  ["export * from 'commander';", 'apps/cli/src/a.ts', 'apps/inventory/src/a.ts'],
  ["const a = import('csv-parse/sync');", 'libs/imports/src/file/a.ts', 'apps/inventory/src/import/a.ts'],
  [
    "import { PrismaClient } from '../../../../prisma/generated/client.ts';",
    'apps/inventory/src/store/a.ts',
    'apps/inventory/src/tools/a.ts',
  ],
  ["import { Server } from '@modelcontextprotocol/server';", 'libs/mcp-kit/src/a.ts', 'apps/inventory/src/server.ts'],
  ["import { test } from 'vitest';", 'libs/audit/src/a.test.ts', 'libs/audit/src/a.ts'],
])('%s is for its owner alone', async (text, owner, other) => {
  expect(await refusals(owner, text)).toEqual([]);
  expect(await refusals(other, text)).toContain('supercargo/package-owner');
});

test('a package nobody owns may be imported nowhere', async () => {
  expect(await refusals('libs/audit/src/a.ts', "import a from 'left-pad';")).toEqual(['supercargo/package-owner']);
});

test('libraries are entered by their index', async () => {
  expect(await refusals('libs/audit/src/a.ts', "import { a } from '@supercargo/kernel';")).toEqual([]);
  expect(await refusals('libs/audit/src/a.ts', "import { a } from '@supercargo/kernel/src/money.ts';")).toHaveLength(1);
});

test('kernel does no input or output', async () => {
  expect(await refusals('libs/kernel/src/a.ts', "import { z } from 'zod';")).toEqual([]);
  expect(await refusals('libs/kernel/src/a.ts', "import { readFileSync } from 'node:fs';")).toEqual([
    'supercargo/kernel-is-pure',
  ]);
});

test('domain sees kernel and its siblings only', async () => {
  const path = 'apps/inventory/src/domain/reorder/a.ts';
  expect(await refusals(path, "import { Money } from '@supercargo/kernel';\nimport { b } from '../b.ts';")).toEqual([]);
  expect(await refusals(path, "import { c } from '../../store/c.ts';")).toEqual(['supercargo/domain-is-pure']);
  expect(await refusals(path, "import { z } from 'zod';")).toEqual(['supercargo/domain-is-pure']);
});
