import { expect, test } from 'vitest';

import { repositoryOf } from '../repository.ts';
import { definerFunctions } from './definer-functions.ts';

const lines = (text: string) =>
  definerFunctions.check(repositoryOf({ 'prisma/migrations/0001_a.sql': text })).map(({ line }) => line);

const body = '$$ begin return 1; end $$';

test('finds a definer that leaves the search path to its caller', () => {
  expect(lines(`select 1;\ncreate function a.b() returns int\nlanguage plpgsql security definer as ${body};`)).toEqual([
    2,
  ]);
  expect(lines(`create or replace procedure a.b() as ${body} language plpgsql SECURITY DEFINER;`)).toEqual([1]);
  expect(lines('alter function a.b() security definer;')).toEqual([1]);
});

test('wants the search path empty, not merely set', () => {
  expect(lines(`create function a.b() returns int security definer set search_path = a as ${body};`)).toEqual([1]);
});

test('accepts a fixed empty search path before or after the body', () => {
  expect(lines(`create function a.b() returns int security definer set search_path = '' as ${body};`)).toEqual([]);
  expect(
    lines(`create function a.b() returns int as ${body} language plpgsql security definer set search_path to '';`),
  ).toEqual([]);
});

test('is not deceived by comments or by what a body says', () => {
  expect(lines(`create function a.b() returns int security definer -- set search_path = ''\nas ${body};`)).toEqual([1]);
  expect(lines(`create function a.b() returns text as $$ select 'security definer' $$ language sql;`)).toEqual([]);
});
