// The house rules as a test. Prints what is against them, one per line, or with --json as one list; exits 1 if anything is.
import { join } from 'node:path';

import { readRepository } from './repository.ts';
import type { Rule } from './rule.ts';
import { definerFunctions } from './rules/definer-functions.ts';
import { exactVersions } from './rules/exact-versions.ts';
import { fileLength } from './rules/file-length.ts';
import { libraryCircles } from './rules/library-circles.ts';
import { looseEnds } from './rules/loose-ends.ts';
import { names } from './rules/names.ts';
import { projectShape } from './rules/project-shape.ts';
import { sqlPlace } from './rules/sql-place.ts';
import { toolFiles } from './rules/tool-files.ts';
import { workplace } from './rules/workplace.ts';

const rules: readonly Rule[] = [
  fileLength,
  names,
  projectShape,
  toolFiles,
  sqlPlace,
  looseEnds,
  definerFunctions,
  workplace,
  exactVersions,
  libraryCircles,
];

const repository = readRepository(join(import.meta.dirname, '..', '..'));
const findings = rules.flatMap(({ name, check }) => check(repository).map((finding) => ({ rule: name, ...finding })));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify(findings, null, 2));
} else {
  for (const { path, line, rule, message } of findings) {
    console.log(`${path}${line === undefined ? '' : `:${line}`}  ${message} (${rule})`);
  }
}
process.exitCode = findings.length === 0 ? 0 : 1;
