import { expect, test } from 'vitest';

import { refusedLicence } from './allowed.ts';

const tool = { properties: [{ name: 'cdx:npm:package:development', value: 'true' }] };
const under = (id: string) => ({ name: 'a', version: '1.0.0', licenses: [{ license: { id } }] });

test('lets a permissive licence pass', () => {
  expect(refusedLicence(under('MIT'))).toBeUndefined();
});

test('refuses a licence that is not on the list', () => {
  expect(refusedLicence(under('AGPL-3.0-only'))).toContain('AGPL-3.0-only');
});

test('refuses in what is shipped what a tool may have', () => {
  expect(refusedLicence(under('MPL-2.0'))).toContain('not on the list');
  expect(refusedLicence({ ...under('MPL-2.0'), ...tool })).toBeUndefined();
});

test('refuses a package without a licence, and one whose licence is no SPDX expression', () => {
  expect(refusedLicence({ name: 'a', version: '1.0.0' })).toContain('states no licence');
  expect(refusedLicence({ name: 'a', version: '1.0.0', licenses: [{ license: { name: 'mine' } }] })).toContain(
    'no licence',
  );
  expect(refusedLicence(under('ask me'))).toContain('not on the list');
});

test('wants all of a conjunction and one of a choice', () => {
  const stated = (expression: string) => ({ name: 'a', version: '1.0.0', licenses: [{ expression }] });
  expect(refusedLicence(stated('MIT and ISC'))).toBeUndefined();
  expect(refusedLicence(stated('(MIT OR GPL-3.0-only)'))).toBeUndefined();
  expect(refusedLicence(stated('(MIT AND GPL-3.0-only)'))).toContain('GPL-3.0-only');
});
