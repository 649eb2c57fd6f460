import { openStage, peopleOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newLabel, RETURNS } from '../returns.fixture.ts';
import { newReturn } from '../store/writes.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const people = peopleOf(stage);

const statesOf = (id: string): Promise<readonly unknown[]> =>
  database.admin(
    `select r.state as rma, array_agg(l.state order by l.issued_at) as labels from returns.rma r
     join returns.label l on l.tenant_id = r.tenant_id and l.rma_id = r.id
     where r.tenant_id = 'acme' and r.id = $1 group by r.state`,
    [id],
  );

test('undoes a label: it is voided, the return is approved as before, and another label can be issued', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  const label = await newLabel(stage, 'mara', id);
  expect(await stage.call('mara', 'void_label', { label_id: label })).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: expect.stringMatching(
          /^Void the label of Swift .* for return T-.* of Carlos Vega, which cost 14\.90 EUR\.$/,
        ) as string,
        ...{ cost: null, undo: 'issue_label issues another, at the price of then' },
      },
    },
  });
  expect(await statesOf(id)).toEqual([{ rma: 'label_issued', labels: ['issued'] }]);
  expect(await people.consented('mara', 'void_label', { label_id: label })).toMatchObject({
    ...{ outcome: 'executed', result: { rma_id: id, rma_state: 'approved', label_id: label, label_state: 'voided' } },
  });
  await newLabel(stage, 'mara', id);
  expect(await statesOf(id)).toEqual([{ rma: 'label_issued', labels: ['voided', 'issued'] }]);
});

test('the card of a label after a voided one says so', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  await people.consented('mara', 'void_label', { label_id: await newLabel(stage, 'mara', id) });
  expect(await stage.call('mara', 'issue_label', { rma_id: id, carrier: 'CAR-RAIL' })).toMatchObject({
    structured: { card: { flags: ['it had a label before, which was voided'] } },
  });
});

test('refuses a label that was voided, though another counts by now', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  const label = await newLabel(stage, 'mara', id);
  await people.consented('mara', 'void_label', { label_id: label });
  const again = { label_id: label, idempotency_key: 'again' };
  expect(await stage.call('mara', 'void_label', again)).toMatchObject({ refusal: { code: 'not_in_state' } });
  await newLabel(stage, 'mara', id);
  const rows = await rowCounts(database);
  expect(await stage.call('mara', 'void_label', again)).toMatchObject({
    refusal: { code: 'not_in_state', field: 'label_id', reason: 'the label was voided' },
  });
  expect(await rowCounts(database)).toEqual(rows);
});

test('goods that came back while it waited end the request, and the label stays issued', async () => {
  const id = await newReturn(stage, { state: 'approved' });
  const input = { label_id: await newLabel(stage, 'mara', id) };
  const requestId = requestIdOf(await stage.call('mara', 'void_label', input, { canShow: ['forms'] }));
  await database.admin("update returns.rma set state = 'received', received_at = now() where id = $1", [id]);
  expect(await stage.call('mara', 'void_label', input, { resumed: { requestId, answer: 'given' } })).toMatchObject({
    structured: {
      outcome: 'failed',
      reason: 'the state of the return changed from label_issued to received; nothing was done',
    },
  });
  expect(await statesOf(id)).toEqual([{ rma: 'received', labels: ['issued'] }]);
  expect(await stage.call('mo', 'void_label', input)).toMatchObject({
    refusal: { code: 'not_in_state', field: 'label_id', reason: 'the return is received' },
  });
});

test('a label that came by import is voided too', async () => {
  const [row] = await database.admin<{ id: string }>(
    "select id from returns.label where tenant_id = 'acme' and rma_id = 'RMA-3004'",
  );
  expect(await people.consented('mara', 'void_label', { label_id: row?.id })).toMatchObject({ outcome: 'executed' });
  expect(await statesOf('RMA-3004')).toEqual([{ rma: 'approved', labels: ['voided'] }]);
});

test('refuses a label that nobody issued', async () => {
  expect(await stage.call('mara', 'void_label', { label_id: stage.runtime.newId() })).toMatchObject({
    refusal: {
      code: 'unknown_label',
      field: 'label_id',
      accepted: 'a label_id that issue_label or get_return answered',
    },
  });
  expect(stage.faults).toEqual([]);
});
