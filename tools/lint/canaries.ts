import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/** A file that must not pass: where it pretends to be, and the rule that has to report it. */
export type Canary = Readonly<{ text: string; pretendsToBe: string; rule: string; times: number }>;

const canaries: readonly Canary[] = [
  { text: 'other-app', pretendsToBe: 'apps/inventory/src/canary.ts', rule: '@nx/enforce-module-boundaries', times: 1 },
  {
    text: 'testing-in-app',
    pretendsToBe: 'apps/inventory/src/canary.ts',
    rule: '@nx/enforce-module-boundaries',
    times: 1,
  },
  { text: 'foreign-package', pretendsToBe: 'apps/inventory/src/canary.ts', rule: 'supercargo/package-owner', times: 1 },
  { text: 'foreign-package', pretendsToBe: 'libs/kernel/src/canary.ts', rule: 'supercargo/kernel-is-pure', times: 1 },
  {
    text: 'foreign-package',
    pretendsToBe: 'apps/inventory/src/domain/canary.ts',
    rule: 'supercargo/domain-is-pure',
    times: 1,
  },
  { text: 'raw-sql', pretendsToBe: 'apps/inventory/src/canary.ts', rule: 'no-restricted-syntax', times: 2 },
];

/**
 * Lints files that break a rule on purpose and answers one line for each rule that stayed silent. Without the Nx project
 * graph the boundary rule skips every file and ESLint exits 0; this is how that is noticed.
 */
export async function silentRules(root: string): Promise<readonly string[]> {
  // The canaries are not on disk where they pretend to be, so rules that need types are off for them.
  const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });
  const silences = canaries.map(async ({ text, pretendsToBe, rule, times }) => {
    const source = readFileSync(join(root, 'tools/lint/canary', `${text}.ts.txt`), 'utf8');
    const results = await eslint.lintText(source, { filePath: join(root, pretendsToBe) });
    const reported = results.flatMap(({ messages }) => messages).filter(({ ruleId }) => ruleId === rule).length;
    return reported === times ? [] : [`${rule} reported ${reported} of ${times} in ${text}.ts.txt as ${pretendsToBe}`];
  });
  return (await Promise.all(silences)).flat();
}
