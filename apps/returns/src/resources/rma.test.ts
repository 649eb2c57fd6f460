import { CLIENTS, openStage, readResource, testDatabase, type ClientKind } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { RETURNS } from '../returns.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);

const read = (uri: string, person = 'felix', kind?: ClientKind) => readResource(stage, person, uri, kind);

test.each(CLIENTS)('%s: a return word for word as get_return answers it', async (kind) => {
  const { as_of: _at, ...shown } = await read('returns://rma/RMA-3001', 'felix', kind);
  const got = await stage.call('felix', 'get_return', { rma_id: 'RMA-3001' });
  expect(got).toMatchObject({ structured: shown });
  expect(shown).toMatchObject({ rma_id: 'RMA-3001', lines: [{ sku: 'EQP-ES1-230' }] });
});

test.each([
  ['mara', 'returns://rma/RMA-0', 'there is no return with this id'],
  ['mara', 'returns://rma/', 'there is no resource'],
  ['mara', 'returns://rma/RMA-3001/lines', 'there is no resource'],
  ['mara', 'returns://rma/RMA%2D3001', 'there is no resource'],
  ['olga', 'returns://rma/RMA-3001', 'your role does not grant returns:read'],
  ['stranger', 'returns://rma/RMA-3001', 'you are not an active person'],
])('%s reading %s is refused', async (person, uri, said) => {
  await expect(read(uri, person)).rejects.toThrow(said);
  expect(stage.faults).toEqual([]);
});
