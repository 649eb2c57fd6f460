import { expect, test } from 'vitest';
import { recordedOutside } from '../installation.fixture.ts';
import { jsonDocument, lines } from './progress.ts';

test('what is said to a program is one document, with or without secrets', () => {
  const { outside, said } = recordedOutside({}, undefined);
  const empty = jsonDocument(outside);
  empty.fact('home', '/a "home"');
  empty.end();
  expect(JSON.parse(said.out)).toStrictEqual({ secrets: {}, home: '/a "home"' });

  const second = recordedOutside({}, undefined);
  const full = jsonDocument(second.outside);
  full.secrets('acme', { felix: 'a-b' });
  full.secrets('globex', { greg: 'c-d' });
  full.fact('founded', ['acme', 'globex']);
  full.fact('workers', {});
  full.end();
  expect(JSON.parse(second.said.out)).toStrictEqual({
    secrets: { acme: { felix: 'a-b' }, globex: { greg: 'c-d' } },
    founded: ['acme', 'globex'],
    workers: {},
  });
});

test('a start that is killed after a company’s secrets were shown has said them already', () => {
  const { outside, said } = recordedOutside({}, undefined);
  jsonDocument(outside).secrets('acme', { felix: 'a-b' });
  expect(said.out).toContain('"felix":"a-b"');
});

test('a step that fails is marked before its reason is told', async () => {
  const { outside, said } = recordedOutside({}, undefined);
  const step = lines(outside).step(
    'schema',
    () => Promise.reject(new Error('no')),
    () => 'done',
  );
  await expect(step).rejects.toThrow('no');
  expect(said.out).toBe('✗ schema\n');
});
