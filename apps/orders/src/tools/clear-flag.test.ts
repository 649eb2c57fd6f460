import { openStage, peopleOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newFlag, ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);

test('clears the flag and no other, and says so in the card before', async () => {
  const [flag, other] = [await newFlag(stage, 'mara'), await newFlag(stage, 'mara')];
  expect(await stage.call('mara', 'clear_flag', { flag_id: flag })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: expect.stringMatching(/^Clear the flag late_shipment SHP-\S+ of order SO-1002\.$/) as string,
        changes: [{ before: 'open, critical', after: 'cleared' }],
        facts: [
          { fact: 'Raised', value: 'by a request' },
          { fact: 'Note, not checked', value: 'stuck' },
        ],
      },
    },
  });
  expect(await executed('mara', 'clear_flag', { flag_id: flag })).toMatchObject({
    ...{ flag_id: flag, flag_state: 'cleared', order: 'SO-1002', kind: 'late_shipment', severity: 'critical' },
    note: { origin: 'flag', text: 'stuck' },
  });
  expect(await stage.call('mara', 'get_order', { order: 'SO-1002' })).toMatchObject({
    structured: {
      flags_open: 1,
      flags: [
        { flag_id: other, state: 'open', cleared_at: null },
        { flag_id: flag, state: 'cleared', cleared_at: expect.any(String) as string },
      ],
    },
  });
});

test('refuses a flag that was cleared, and one that is not there, and writes nothing', async () => {
  const flag = await newFlag(stage, 'mara');
  await executed('mara', 'clear_flag', { flag_id: flag });
  const before = await rowCounts(database);
  expect(await stage.call('mara', 'clear_flag', { flag_id: flag, idempotency_key: 'again' })).toMatchObject({
    refusal: { code: 'not_open', field: 'flag_id', accepted: 'an open flag' },
  });
  expect(await stage.call('mara', 'clear_flag', { flag_id: stage.runtime.newId() })).toMatchObject({
    refusal: { code: 'unknown_flag', field: 'flag_id' },
  });
  expect(await rowCounts(database)).toEqual(before);
  expect(stage.faults).toEqual([]);
});
