import { TenantId } from '@supercargo/kernel';
import type { TenantDoor } from '@supercargo/tenancy';
import { afterEach, expect, test, vi } from 'vitest';
import { importCommandOf } from './import-command.ts';

/** A server that takes nothing: whoever asks it does not get as far as the database. */
const door = new Proxy({} as TenantDoor, {
  get: () => {
    throw new Error('the database was asked');
  },
});
const importInto = importCommandOf({
  ...{ server: 'depot', csvTables: [], scms: null },
  demo: { tenants: ['acme'], load: () => Promise.reject(new Error('it was loaded')) },
});

const said = { out: '', err: '' };
vi.spyOn(process.stdout, 'write').mockImplementation((text) => (said.out += String(text)) !== '');
vi.spyOn(process.stderr, 'write').mockImplementation((text) => (said.err += String(text)) !== '');
afterEach(() => {
  said.out = said.err = '';
});

test('a server that keeps nothing of the SCMS history says nothing and ends well', async () => {
  expect(await importInto(door, ['scms', TenantId.parse('scms'), 'history.csv', '--json'])).toBe(0);
  expect(said).toEqual({ out: '', err: '' });
});

test('a server without tables has no columns to show', async () => {
  expect(await importInto(door, ['columns'])).toBe(0);
  expect(said).toEqual({ out: '', err: '' });
  expect(await importInto(door, ['columns', 'items'])).toBe(2);
  expect(said.err).toBe('there is no such table. Accepted: none\n');
});

test.each([
  [[]],
  [['scms']],
  [['scms', 'acme']],
  [['scms', 'ACME', 'history.csv']],
  [['scms', 'acme', 'history.csv', 'more.csv']],
  [['scms', 'acme', 'history.csv', '--map', 'a=b']],
  [['scms', 'acme', 'history.csv', '--force']],
  [['csv', 'acme', 'items']],
  [['csv', 'acme', 'items', 'items.csv', '--report', 'x.csv']],
  [['csv', 'acme', 'items', 'items.csv', '--unknown']],
  [['mail', 'acme', 'items']],
])('%j is a command line that cannot be followed', async (args) => {
  expect(await importInto(door, args)).toBe(2);
  expect(said).toEqual({ out: '', err: expect.stringMatching(/^usage: import demo/) as string });
});

test.each([
  [['demo', 'globex'], 'there are no demo facts of globex; there are acme\n'],
  [['demo', 'acme', '--all'], 'usage: import demo <tenant> [--core]\n'],
  [['demo', 'acme', '--core', 'more'], 'usage: import demo <tenant> [--core]\n'],
])('%j loads no demo company', async (args, sentence) => {
  expect(await importInto(door, args)).toBe(2);
  expect(said.err).toBe(sentence);
});
