import { fileURLToPath } from 'node:url';
import { demoLoader, peopleOf, type Stage } from '@supercargo/testing';
import { DEMO } from './import/demo/load-demo.ts';
import { returns } from './server.ts';
import { newReturn, RETURNS_WRITES } from './store/writes.fixture.ts';

/** The label of a return that was approved for it, issued by this person's own consent; its id. */
export async function newLabel(stage: Stage, person: string, rmaId?: string): Promise<string> {
  const input = { rma_id: rmaId ?? (await newReturn(stage, { state: 'approved' })), carrier: 'CAR-SWIFT' };
  return String((await peopleOf(stage).executed(person, 'issue_label', input))['label_id']);
}

/** Returns, as the contract of all servers needs to know it. */
export const RETURNS = {
  definition: returns,
  login: 'supercargo_returns',
  load: demoLoader(DEMO),
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    list_returns: async () => ({
      ...{ states: ['requested'], customer: 'CUS-CARLA', reason: 'defective', older_than_days: 1 },
      ...{ value_over: '1000.00', limit: 5 },
    }),
    get_return: async () => ({ rma_id: 'RMA-3001' }),
    approve_return: async (stage: Stage) => ({ rma_id: await newReturn(stage) }),
    reject_return: async (stage: Stage) => ({ rma_id: await newReturn(stage), reason: 'the seal was broken' }),
    issue_label: async (stage: Stage) => ({
      ...{ rma_id: await newReturn(stage, { state: 'approved' }), carrier: 'CAR-SWIFT' },
    }),
    void_label: async (stage: Stage) => ({ label_id: await newLabel(stage, 'everybody') }),
  },
  write: { tool: 'approve_return', inputs: [{ rma_id: 'RMA-3001' }, { rma_id: 'RMA-3002' }] },
  writes: RETURNS_WRITES,
} as const;
