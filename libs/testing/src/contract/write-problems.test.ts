import { expect, test } from 'vitest';
import { testDatabase } from '../test-database.ts';
import { write, writeFacts, type Break } from './broken-label-trade.fixture.ts';
import type { ServerFacts } from './facts.ts';
import { createEffects, validFacts } from './label-trade.fixture.ts';
import { WRITE_CHECKS } from './write-problems.ts';

const database = await testDatabase();
await createEffects(database);
const rule = {
  server: 'inventory',
  tool: 'set_label',
  over_minor: -1,
  currency: 'EUR',
  tier: 'consent',
  quorum: 1,
} as const;
const founding = {
  people: [{ id: 'supply_chain_manager', name: 'M', roles: ['supply_chain_manager'] }],
  rules: [rule],
};

const valid = validFacts();

/** All that the contract finds wrong with what the writes of a server do. */
async function tried(facts: ServerFacts): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const tool of facts.definition.tools) {
    if (tool.effect !== 'write') continue;
    for (const [, check] of WRITE_CHECKS) {
      // What throws fails the contract too; here the others are still to be heard.
      const found = check({ database, facts, founding }, tool).catch((fault: unknown) => [String(fault)]);
      problems.push(...(await found));
    }
  }
  return problems;
}

test('nothing is wrong with the writes of a valid server', async () => {
  expect(await tried(valid())).toEqual([]);
});

const TRIED: readonly Break[] = [
  [
    'an effect function that does not exist',
    (f) => write(f, { execute: 'inventory.set_labels' }),
    'its effect function inventory.set_labels(uuid) does not exist',
  ],
  [
    'an effect function of the server’s own login, which would run with its rights',
    (f) => write(f, { execute: 'inventory.set_label_mine' }),
    'inventory.set_label_mine belongs to supercargo_inventory, not to supercargo_inventory_owner',
  ],
  [
    'an effect function that runs with the rights of whoever calls it',
    (f) => write(f, { execute: 'inventory.set_label_invoked' }),
    'inventory.set_label_invoked is not SECURITY DEFINER',
  ],
  [
    'an effect function that the server may not execute',
    (f) => write(f, { execute: 'inventory.set_label_shut' }),
    'supercargo_inventory may not execute inventory.set_label_shut',
  ],
  [
    'an effect function that does not check a guard',
    (f) => write(f, { execute: 'inventory.set_label_careless' }),
    'it was executed although its guard label was broken',
  ],
  [
    'an effect function that does not say what changed',
    (f) => write(f, { execute: 'inventory.set_label_silent' }),
    'with its guard label broken it',
  ],
  [
    'an effect function that says too much',
    (f) => write(f, { execute: 'inventory.set_label_telling' }),
    'with its guard label broken it does not say in words what changed',
  ],
  [
    'a guard that nobody breaks',
    (f) => writeFacts(f, { breakGuard: {} }),
    'no fact breaks its guard label: writes.set_label.breakGuard.label',
  ],
  [
    'a broken guard that the plan does not name',
    (f) => writeFacts(f, { breakGuard: { ...f.writes['set_label']?.breakGuard, colour: async () => undefined } }),
    'the facts break colour, which is no guard of its plan',
  ],
  [
    'a guard whose breaking breaks nothing',
    (f) => writeFacts(f, { breakGuard: { label: async () => undefined } }),
    'it was executed although its guard label was broken',
  ],
  [
    'no undo in the facts',
    (f) => ({
      ...f,
      writes: Object.fromEntries(
        Object.entries(f.writes).map(([name, { holds, breakGuard }]) => [name, { holds, breakGuard }]),
      ),
    }),
    'no fact undoes it by set_label: writes.set_label.undo',
  ],
  [
    'an undo that leaves something behind',
    (f) => writeFacts(f, { undo: () => ({ warehouse: 'HAM-1', label: 'Hamburg again' }) }),
    'after set_label the system of record holds',
  ],
  [
    'an undo that is refused',
    (f) => writeFacts(f, { undo: () => ({ warehouse: 'NO-1', label: 'Hamburg' }) }),
    'set_label did not take it back',
  ],
  [
    'facts that do not look where the tool writes',
    (f) => writeFacts(f, { holds: async () => 'the same' }),
    'writes.set_label.holds does not see what it does',
  ],
];

test.each(TRIED)('%s is found', async (_what, broken, words) => {
  const problems = await tried(broken(valid()));
  expect(problems.join('\n')).toContain(words);
});
