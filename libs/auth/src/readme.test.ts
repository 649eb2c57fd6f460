import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { proofSteps } from './proof/proof-steps.ts';
import { signInSteps } from './sign-in/sign-in-steps.ts';
import { tokenSteps } from './token/token-steps.ts';

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
