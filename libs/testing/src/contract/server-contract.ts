import { allTools } from '@supercargo/mcp-kit';
import { describe } from 'vitest';
import { testDatabase } from '../test-database.ts';
import { accessContract, ROLES } from './access-contract.ts';
import { definitionContract } from './definition-contract.ts';
import type { ServerFacts } from './facts.ts';
import { faultContract } from './fault-contract.ts';
import { httpContract } from './http-contract.ts';
import { refusalContract } from './refusal-contract.ts';
import { signInContract } from './sign-in-contract.ts';
import { openStage } from './stage.ts';

/**
 * What every server of the suite must keep, by naming its facts: definitions as reviewed, access as its roles say, refusals that help and
 * write nothing, faults that tell nothing, sign-ins by controls 1 and writes that are done once over HTTP. Called with `await` at the top of a
 * test file; it makes a database of its own.
 */
export async function serverContract(facts: ServerFacts): Promise<void> {
  const database = await testDatabase();
  const writes = allTools(facts.definition).filter(({ effect }) => effect === 'write');
  const founding = {
    people: [
      ...ROLES.map((role) => ({ id: role, name: role.replaceAll('_', ' '), roles: [role] })),
      { id: facts.mayAskAll, name: 'Somebody with every role', roles: Object.keys(facts.definition.scopesByRole) },
    ],
    rules: writes.map(({ name }) => ({
      ...{ server: facts.definition.name, tool: name, over_minor: -1, currency: 'EUR' },
      ...{ tier: 'consent' as const, quorum: 1 },
    })),
  };
  const stage = await openStage(database, facts, { founding });
  describe('definitions', () => {
    definitionContract(facts, { database, facts, founding }, stage);
  });
  describe('access', () => {
    accessContract(facts, stage);
  });
  describe('bad input', () => {
    refusalContract(facts, stage);
  });
  describe('faults', () => {
    faultContract(facts, stage);
  });
  describe('over HTTP', () => {
    httpContract(database, facts, founding);
  });
  await signInContract(facts, stage);
}
