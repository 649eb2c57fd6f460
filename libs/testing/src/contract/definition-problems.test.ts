import { rmSync, writeFileSync } from 'node:fs';
import { allTools } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { resource, withTools, write, type Break } from './broken-label-trade.fixture.ts';
import { listProblems, resourceProblems, TOOL_CHECKS } from './definition-problems.ts';
import type { ServerFacts } from './facts.ts';
import { getLabel, validFacts, setLabel } from './label-trade.fixture.ts';

const valid = validFacts();

/** All that the contract finds wrong with the definitions of a server. */
function written(facts: ServerFacts): readonly string[] {
  const ofTools = allTools(facts.definition).flatMap((tool) =>
    TOOL_CHECKS.flatMap(([, check]) => check(facts, tool)).map((words) => `${tool.name}: ${words}`),
  );
  return [...listProblems(facts), ...resourceProblems(facts), ...ofTools];
}

function without(facts: ServerFacts, file: string): ServerFacts {
  rmSync(`${facts.source}tools/${file}`);
  return facts;
}

function withFile(facts: ServerFacts, file: string, text = ''): ServerFacts {
  writeFileSync(`${facts.source}tools/${file}`, text);
  return facts;
}

test('nothing is wrong with a valid server', () => {
  expect(written(valid())).toEqual([]);
});

const WRITTEN: readonly Break[] = [
  ['no scope', (f) => write(f, { scopes: [] }), 'it needs no scope, so everybody may call it'],
  ['a scope of no role', (f) => write(f, { scopes: ['inventory:gold'] }), 'no role grants its scope inventory:gold'],
  ['a write without a plan', (f) => write(f, { plan: undefined }), 'it is a write without a plan'],
  ['a write that reads nothing back', (f) => write(f, { readBack: undefined }), 'it does not read back what it did'],
  ['a write without an effect', (f) => write(f, { execute: undefined }), 'it has no effect function'],
  ['a write without an undo', (f) => write(f, { reversibility: undefined }), 'it does not say how it is undone'],
  [
    'an undo by no tool',
    (f) => write(f, { reversibility: { kind: 'compensable', by: 'unset_label', until: 'x' } }),
    'it is undone by unset_label, which is no write tool here',
  ],
  [
    'an undo by a tool that reads',
    (f) => write(f, { reversibility: { kind: 'compensable', by: 'get_label', until: 'x' } }),
    'it is undone by get_label, which is no write tool here',
  ],
  [
    'no undo and no reason for that',
    (f) => write(f, { reversibility: { kind: 'irreversible', why: 'no' } }),
    'it cannot be undone and does not say why',
  ],
  ['no facts of a write', (f) => ({ ...f, writes: {} }), 'writes.set_label'],
  ['no file', (f) => without(f, 'set-label.ts'), 'it has no file tools/set-label.ts'],
  ['no test', (f) => without(f, 'set-label.test.ts'), 'it has no test tools/set-label.test.ts'],
  [
    'a test of something else',
    (f) => withFile(f, 'set-label.test.ts', 'x'),
    'tools/set-label.test.ts does not name it',
  ],
  ['no snapshot', (f) => without(f, '__snapshots__/set-label.snap.json'), 'it has no snapshot'],
  [
    'another snapshot',
    (f) => withFile(f, '__snapshots__/set-label.snap.json', '{}\n'),
    'its definition is not the one of',
  ],
  [
    'another definition',
    (f) => write(f, { description: 'Asks for something else now.' }),
    'its definition is not the one of',
  ],
  ['a file of no tool', (f) => withFile(f, 'forgotten.ts'), 'tools/forgotten.ts is no tool of the server’s list'],
  [
    'a snapshot of no tool',
    (f) => withFile(f, '__snapshots__/forgotten.snap.json'),
    'tools/__snapshots__/forgotten.snap.json is of no tool',
  ],
  ['no good input', (f) => ({ ...f, good: {} }), 'set_label has no good input in the facts'],
  [
    'a good input of no tool',
    (f) => ({ ...f, good: { ...f.good, forgotten: async () => ({}) } }),
    'the facts have a good input of forgotten, which is no tool',
  ],
  ['a name with a dot', (f) => write(f, { name: 'set.label' }), 'hosts refuse its name'],
  ['a name of 65 letters', (f) => write(f, { name: 'a'.repeat(65) }), 'hosts refuse its name'],
  ['one name twice', (f) => withTools(f, getLabel, setLabel, setLabel), 'two tools are named set_label'],
  [
    'the name of a tool that every server has',
    (f) => write(f, { name: 'get_inventory_request' }),
    'two tools are named',
  ],
  ['no title', (f) => write(f, { title: '' }), 'it has no title'],
  ['a description that is no sentence', (f) => write(f, { description: 'label' }), 'its description is no sentence'],
  [
    'an input that takes anything',
    (f) => write(f, { input: setLabel.input.extend({ more: z.looseObject({ label: z.string() }) }) }),
    'its input takes keys that it does not name',
  ],
  ['a resource without a scope', (f) => resource(f, { scopes: [] }), 'resource other: it needs no scope'],
  [
    'a resource of no role',
    (f) => resource(f, { scopes: ['gold'] }),
    'resource other: no role grants all of its scopes gold',
  ],
  ['a resource named as a tool', (f) => resource(f, { name: 'get_label' }), 'resource get_label: a tool has its name'],
  ['a resource twice', (f) => resource(f, { name: 'label' }), 'resource label: another is the same'],
  [
    'a resource of another server',
    (f) => resource(f, { uriTemplate: 'orders://x' }),
    'does not begin with inventory://',
  ],
  ['two variables', (f) => resource(f, { uriTemplate: 'inventory://{a}/{b}' }), 'its URI has more than one variable'],
  ['a resource that says nothing', (f) => resource(f, { description: '' }), 'its description is no sentence'],
];

test.each(WRITTEN)('%s is found', (_what, broken, words) => {
  const problems = written(broken(valid()));
  expect(problems.join('\n').replaceAll("'", '’')).toContain(words);
});
