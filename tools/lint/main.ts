// Lints the repository, and proves that the rules are on by files that must not pass. Paths narrow what is linted, and
// --fix mends what can be mended.
import { join } from 'node:path';

import { ESLint } from 'eslint';

import { silentRules } from './canaries.ts';
import { buildProjectGraph } from './project-graph.ts';

const root = join(import.meta.dirname, '..', '..');
process.chdir(root);
await buildProjectGraph();

const fix = process.argv.includes('--fix');
const eslint = new ESLint({ cwd: root, fix });
const paths = process.argv.slice(2).filter((arg) => arg !== '--fix');
const results = await eslint.lintFiles(paths.length === 0 ? ['.'] : paths);
if (fix) await ESLint.outputFixes(results);
const formatter = await eslint.loadFormatter('stylish');
const findings = results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
if (findings > 0) console.log(await formatter.format(results));

const silent = await silentRules(root);
for (const line of silent) console.log(`a lint rule is not on: ${line}`);

process.exitCode = findings === 0 && silent.length === 0 ? 0 : 1;
