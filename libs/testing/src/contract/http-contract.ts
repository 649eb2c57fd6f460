import { describe, test, expect } from 'vitest';
import type { Founding } from '../found-tenant.ts';
import type { TestDatabase } from '../test-database.ts';
import type { ServerFacts } from './facts.ts';
import { httpForged } from './http-forged.ts';
import { httpGuards } from './http-guards.ts';
import { httpLinks } from './http-links.ts';
import { httpRaces } from './http-races.ts';
import { httpWaiting } from './http-waiting.ts';

/** A write holds over HTTP as it does on a machine: whoever asks how often, hands back what, hangs up when, and whatever changes meanwhile. */
export function httpContract(database: TestDatabase, facts: ServerFacts, founding: Founding): void {
  const { write } = facts;
  if (write === undefined) {
    test('nothing is written over HTTP', () => {
      const { faces, tools } = facts.definition;
      // What customers ask for needs a customer in each token: their own contract tries it.
      const tried = faces === 'customers' ? Object.keys(facts.writes) : [];
      expect(tools.filter(({ effect, name }) => effect === 'write' && !tried.includes(name))).toEqual([]);
    });
    return;
  }
  const trials = { database, founding, facts: { ...facts, write } };
  describe('races', () => {
    httpRaces(trials);
  });
  describe('forged answers', () => {
    httpForged(trials);
  });
  describe('links to whoever approves', () => {
    httpLinks(trials);
  });
  describe('what changes meanwhile', () => {
    httpGuards(trials);
  });
  describe('waiting clients', () => {
    httpWaiting(trials);
  });
}
