import { expect, test } from 'vitest';
import { othersFor, rolesOf } from './cast.ts';

const PEOPLE = { managers: ['mara', 'mo'], finance: ['felix', 'fiona', 'freya'], clerks: ['wes'] } as const;
const anybody = (): boolean => true;

test('another manager decides first, so that two of finance are left for the money', () => {
  expect(rolesOf(PEOPLE, 'mara', anybody)).toEqual({
    ...{ approver: 'felix', colleague: 'mo', finance: ['felix', 'fiona'], clerk: 'wes', treasurer: 'felix' },
  });
});

test('who asks plays nobody else, and where finance has to decide before, it has no part in the money', () => {
  expect(rolesOf(PEOPLE, 'felix', anybody)).toMatchObject({ approver: 'fiona', finance: ['fiona', 'freya'] });
  expect(rolesOf({ ...PEOPLE, managers: ['mara'] }, 'mara', anybody)).toMatchObject({
    ...{ colleague: 'felix', finance: ['fiona', 'freya'] },
  });
});

test('nobody asks from this machine who is not enrolled here', () => {
  const roles = rolesOf(PEOPLE, 'mara', (person) => person === 'freya');
  expect(roles).toMatchObject({ clerk: undefined, treasurer: 'freya' });
});

test('alone nobody can play, and one of finance releases no money', () => {
  expect(rolesOf({ managers: ['gina'], finance: [], clerks: [] }, 'gina', anybody)).toBeUndefined();
  const roles = rolesOf({ managers: ['gina'], finance: ['greg'], clerks: [] }, 'gina', anybody);
  expect(roles).toMatchObject({ approver: 'greg', finance: [] });
});

test.each([
  ['It needs another person, on a terminal: …', ['felix']],
  ['It needs 2 other people, one of them with the role finance, on a terminal: …', ['felix', 'fiona']],
  ['It needs 3 other people, on a terminal: …', ['felix', 'fiona', 'mo']],
])('“%s” is decided by %j', (next, people) => {
  const roles = { approver: 'felix', colleague: 'mo', finance: ['felix', 'fiona'] };
  expect(othersFor(roles, next)).toEqual(people);
});
