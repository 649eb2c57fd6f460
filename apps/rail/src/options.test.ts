import { chmodSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { chanceOf } from './chance.ts';
import { OptionsError, readOptions, USAGE } from './options.ts';
import { railFolder, refusedStart, TOKEN } from './rail.fixture.ts';

const folder = railFolder();
const own = ['--data', folder.data, '--token-file', folder.tokenFile];
afterAll(() => {
  folder.remove();
});

test('without options it behaves', () => {
  expect(readOptions(own, {})).toEqual({
    ...{ data: folder.data, token: TOKEN, port: 0 },
    misbehaviour: { latencyMs: 0, refuseEvery: 0, loseEvery: 0, dieAtRandom: 0, seed: 1 },
  });
});

test('each option of misbehaviour is read', () => {
  const args = [
    '--latency-ms',
    '5',
    '--refuse-every',
    '7',
    '--lose-every',
    '3',
    '--die-at-random',
    '0.01',
    '--seed',
    '9',
  ];
  expect(readOptions([...own, '--port', '8080', ...args], { SUPERCARGO_PROFILE: 'local' })).toMatchObject({
    port: 8_080,
    misbehaviour: { latencyMs: 5, refuseEvery: 7, loseEvery: 3, dieAtRandom: 0.01, seed: 9 },
  });
});

test.each([
  ['nothing', []],
  ['no books', ['--token-file', folder.tokenFile]],
  ['no token', ['--data', folder.data]],
  ['empty books', ['--data', '', '--token-file', folder.tokenFile]],
  ['a token in the arguments', [...own, '--token', TOKEN]],
  ['an unknown option', [...own, '--host', '0.0.0.0']],
  ['more words', [...own, 'now']],
  ['a port beyond all ports', [...own, '--port', '65536']],
  ['half a port', [...own, '--port', '80.5']],
  ['a latency of words', [...own, '--latency-ms', 'long']],
  ['a negative count', [...own, '--lose-every=-1']],
  ['a probability above 1', [...own, '--die-at-random', '1.5']],
  ['a probability of words', [...own, '--die-at-random', 'often']],
  ['a token file that is not there', ['--data', folder.data, '--token-file', `${folder.tokenFile}-gone`]],
])('does not start with %s', (_, args) => {
  expect(() => readOptions(args, {})).toThrow(OptionsError);
});

test.each(['internal', 'customer', 'production', ''])('does not start in the profile “%s”', (profile) => {
  expect(() => readOptions(own, { SUPERCARGO_PROFILE: profile })).toThrow('moves no money');
});

test.each(['', 'short', 'a token with spaces in it', 'x'.repeat(513)])('the token “%s” is none', (token) => {
  const file = `${folder.tokenFile}-bad`;
  writeFileSync(file, token, { mode: 0o600 });
  expect(() => readOptions(['--data', folder.data, '--token-file', file], {})).toThrow(OptionsError);
});

test.skipIf(process.platform === 'win32')('a token that others on the machine can read is none', () => {
  const file = `${folder.tokenFile}-loose`;
  writeFileSync(file, TOKEN);
  chmodSync(file, 0o644);
  expect(() => readOptions(['--data', folder.data, '--token-file', file], {})).toThrow('chmod 600');
});

test('as a process it says what it accepts and ends with 2, without the value', async () => {
  const { code, said } = await refusedStart([...own, '--seed', 'hunter2']);
  expect([code, said.includes('--seed takes a whole number'), said.includes('hunter2')]).toEqual([2, true, false]);
  expect((await refusedStart(own, { SUPERCARGO_PROFILE: 'internal' })).code).toBe(2);
  expect((await refusedStart(['--data', `${folder.data}/no/such/folder`, '--token-file', folder.tokenFile])).code).toBe(
    1,
  );
});

test('asked for help it helps', async () => {
  expect(await refusedStart(['--help'])).toEqual({ code: 0, said: `${USAGE}\n` });
});

test('the same seed and opening have the same chances, another opening others', () => {
  const drawn = (seed: number, opened: number): readonly number[] => {
    const chance = chanceOf(seed, opened);
    return Array.from({ length: 1_000 }, chance);
  };
  expect(drawn(1, 1)).toEqual(drawn(1, 1));
  expect(drawn(1, 2)).not.toEqual(drawn(1, 1));
  expect(drawn(2, 1)).not.toEqual(drawn(1, 1));
  const unlucky = drawn(1, 1).filter((each) => each < 0.1).length;
  expect(unlucky).toBeGreaterThan(60);
  expect(unlucky).toBeLessThan(140);
  expect(drawn(1, 1).every((each) => each >= 0 && each < 1)).toBe(true);
});
