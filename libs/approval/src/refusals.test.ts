import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLedgerRefusal, LEDGER_REFUSALS } from './refusals.ts';

const libraries = join(import.meta.dirname, '..', '..');
const FUNCTIONS = [join(libraries, 'approval/src/store/functions'), join(libraries, 'policy/src/store/functions')];

/** The codes that the database's functions set as a refusal or return as one. */
function codes(): ReadonlySet<string> {
  const texts = FUNCTIONS.flatMap((folder) =>
    readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')),
  );
  const found = texts.flatMap((text) => [
    ...text.matchAll(/\.refusal := '([a-z_]+)'/g),
    // The ladder of decide, one refusal a step.
    ...(/a\.refusal := case([^;]+)end;/.exec(text)?.[1]?.matchAll(/then '([a-z_]+)'/g) ?? []),
    // And that of who may say what became of an execution.
    ...(/approval\.not_claimed\([^$]+\$\$([^$]+)/.exec(text)?.[1]?.matchAll(/then '([a-z_]+)'/g) ?? []),
  ]);
  return new Set(found.map(([, code = '']) => code));
}

test('every refusal of the database has a sentence here', () => {
  expect(codes().size).toBeGreaterThan(15);
  for (const code of codes()) expect(isLedgerRefusal(code), code).toBe(true);
});

test('every sentence here is for a refusal that the database knows', () => {
  const secrets = ['wrong_secret', 'locked', 'no_secret'];
  expect(Object.keys(LEDGER_REFUSALS).sort()).toEqual([...codes(), ...secrets].sort());
});

test('a name that every object has is no refusal', () => {
  expect(isLedgerRefusal('toString')).toBe(false);
});
