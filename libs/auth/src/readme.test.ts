import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proofSteps } from './proof/proof-steps.ts';
import { signInSteps } from './sign-in/sign-in-steps.ts';
import { tokenSteps } from './token/token-steps.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

test('each requirement names a test that is there', async () => {
  const text = await readFile(join(import.meta.dirname, '..', 'requirements.md'), 'utf8');
  const rows = text
    .split('\n')
    .flatMap((line) => (line.startsWith('| ') ? [line.split('|').map((cell) => cell.trim())] : []));
  const named = rows.slice(1).filter(([, , file]) => file?.startsWith('---') === false);
  expect(named.length).toBeGreaterThan(30);
  for (const [, requirement, file = '', name = ''] of named) {
    const path = file.startsWith('contract/') ? join('libs', 'testing', 'src', `${file}.ts`) : file;
    const tests = (await readFile(join(ROOT, path), 'utf8')).replaceAll(/\(\s+'/g, "('");
    expect(tests, requirement).toContain(`('${name}',`);
  }
});

test('the tables of the README are the lists of checks, in their order', async () => {
  const text = await readFile(join(import.meta.dirname, '..', 'README.md'), 'utf8');
  const rows = text.split('\n').flatMap((line) => /^\| (.+?) +\| (.+?) +\|$/.exec(line)?.slice(1) ?? []);
  const lists = [
    ...[['step', 'holds'], ...signInSteps.map(({ name, holds }) => [name, holds])],
    ...[['step', 'holds'], ...tokenSteps.map(({ name, holds }) => [name, holds])],
    ...[['RFC 9449 §4.3', 'holds'], ...proofSteps.map(({ rfc, holds }) => [String(rfc), holds])],
  ];
  expect(rows.filter((cell) => !cell.startsWith('---'))).toEqual(lists.flat());
});
