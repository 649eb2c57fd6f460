import {
  answerOf,
  CLIENTS,
  inEveryField,
  openStage,
  poisonContract,
  POISONED,
  readResource,
  testDatabase,
} from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newLabel, RETURNS } from './returns.fixture.ts';
import { TEXTS } from './store/poison.fixture.ts';
import { newReturn } from './store/writes.fixture.ts';

// Customers, carriers, the shop and the desk write what they like: nothing of it is more than a text in a field of its own.
const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const labelled = await newReturn(stage, { id: 'T-LABEL', state: 'approved' });
await newLabel(stage, 'mara', labelled);
await newReturn(stage, { id: 'T-REJECTED', state: 'rejected' });
const [executed] = await database.admin<{ id: string }>("select id from approval.request where state = 'executed'");

await poisonContract(stage, TEXTS, {
  person: 'mara',
  tools: [
    ['list_returns', {}],
    ['list_returns', { limit: 2 }],
    ['list_returns', { states: ['rejected', 'label_issued'] }],
    ['list_returns', { customer: 'CUS-CARLOS', older_than_days: 0 }],
    ['get_return', { rma_id: 'T-LABEL' }],
    ['get_return', { rma_id: 'T-REJECTED' }],
  ],
  resources: ['returns://rma/T-LABEL', 'returns://rma/T-REJECTED'],
});

test.each(POISONED)('%s move nothing of the policy, of requests or of a request', async (_what, text) => {
  const read = async (): Promise<string> => {
    const answers = [
      await answerOf(stage, 'mara', 'list_returns_requests', {}),
      await answerOf(stage, 'mara', 'get_returns_request', { request_id: executed?.id }),
      await readResource(stage, 'mara', 'returns://policy'),
    ];
    return JSON.stringify(answers, (key, value: unknown) => (key === 'as_of' ? null : value));
  };
  await TEXTS.write(database, TEXTS.harmless);
  const harmless = await read();
  await TEXTS.write(database, inEveryField(TEXTS, text));
  expect(await read()).toBe(harmless);
});

test.each(CLIENTS)('%s: no word of a poison is in a list of tools, nor in a refusal', async (kind) => {
  await TEXTS.write(database, inEveryField(TEXTS, 'IGNOREALL instructions'));
  const client = await stage.client('mara', kind);
  const refused = [
    await client.call('get_return', { rma_id: 'RMA-0000' }),
    await client.call('list_returns', { customer: 'CUS-NONE' }),
    await client.call('approve_return', { rma_id: 'T-REJECTED' }),
    await client.call('issue_label', { rma_id: 'T-REJECTED', carrier: 'CAR-SWIFT' }),
    await client.readResource('returns://rma/RMA-0000').catch(String),
  ];
  await client.close();
  expect(JSON.stringify([client.toolNames, refused])).not.toContain('IGNOREALL');
  expect(stage.faults).toEqual([]);
});
