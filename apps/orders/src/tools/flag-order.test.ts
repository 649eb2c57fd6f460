import { openStage, peopleOf, requestIdOf, rowCounts, testDatabase } from '@supercargo/testing';
import { handleDue } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import { ORDERS } from '../orders.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);
const flags = (): Promise<readonly unknown[]> =>
  database.admin(
    'select order_number, kind, severity, note, shipment_number, state from orders.flag order by raised_at',
  );

test('nothing is flagged by the call that asks, and the card says what would be', async () => {
  const input = { order: 'SO-1002', kind: 'late_shipment', shipment: 'SHP-2002', note: 'no *word* from <customs>' };
  expect(await stage.call('mara', 'flag_order', input)).toMatchObject({
    structured: {
      outcome: 'waiting',
      card: {
        sentence: 'Flag order SO-1002 as late_shipment SHP-2002, warning.',
        changes: [{ what: 'Open flags', before: '0', after: '1' }],
        facts: [
          { fact: 'Customer', value: 'Carlos Vega' },
          { fact: 'Order' },
          { fact: 'Note, not checked', value: 'no word from customs' },
        ],
        cost: null,
      },
    },
  });
  expect(await flags()).toEqual([]);
});

test('a flag has the note as it was given, and says who raised it', async () => {
  const input = { order: 'SO-1005', kind: 'quality', severity: 'critical', note: 'no *word*' };
  const result = await executed('mara', 'flag_order', input);
  expect(result).toMatchObject({ flag_state: 'open', order: 'SO-1005', kind: 'quality', severity: 'critical' });
  expect(await flags()).toEqual([
    {
      order_number: 'SO-1005',
      kind: 'quality',
      severity: 'critical',
      note: 'no *word*',
      shipment_number: null,
      state: 'open',
    },
  ]);
});

test.each([
  ['an order that is not there', { order: 'SO-9999', kind: 'other' }, 'order', 'unknown_order'],
  ['a kind that is open', { order: 'SO-1005', kind: 'quality' }, 'kind', 'already_flagged'],
  ['a shipment of another kind', { order: 'SO-1005', kind: 'other', shipment: 'SHP-1' }, 'shipment', 'no_shipment'],
])('refuses %s, and writes nothing', async (_what, input, field, code) => {
  const before = await rowCounts(database);
  expect(await stage.call('mara', 'flag_order', input)).toMatchObject({ kind: 'refused', refusal: { field, code } });
  expect(await rowCounts(database)).toEqual(before);
});

test('two asks of the same flag raise one, and the other request says why not', async () => {
  const ids: string[] = [];
  for (const severity of ['notice', 'critical']) {
    const input = { order: 'SO-1003', kind: 'credit', severity, idempotency_key: stage.runtime.newId() };
    ids.push(requestIdOf(await stage.call('mara', 'flag_order', input, { canShow: ['forms'] })));
  }
  await database.admin(
    "update approval.request set state = 'approved', approved_at = now(), execute_after = now(), execute_until = now() + interval '1 minute' where id = any($1)",
    [ids],
  );
  await database.admin(
    `insert into approval.decision (tenant_id, request_id, person, verdict, via, digest)
     select p.tenant_id, p.request_id, p.requester, 'consent', 'elicitation', p.digest from approval.plan p where p.request_id = any($1)`,
    [ids],
  );
  await Promise.all(ids.map((id) => handleDue(stage.runtime, stage.principal('mara').tenant, id)));
  const rows = await database.admin<{ state: string; reason: string | null }>(
    'select state, reason from approval.request where id = any($1) order by state',
    [ids],
  );
  expect(rows).toEqual([
    { state: 'executed', reason: null },
    { state: 'invalidated', reason: 'the open flag credit changed from none to one' },
  ]);
  expect(stage.faults).toEqual([]);
});

test('late shipments are flagged one by one, and a person without the scope flags nothing', async () => {
  for (const shipment of ['SHP-1', 'SHP-2']) {
    await executed('mara', 'flag_order', { order: 'SO-1001', kind: 'late_shipment', shipment });
  }
  const input = { order: 'SO-1001', kind: 'late_shipment', shipment: 'SHP-3' };
  expect(await stage.call('felix', 'flag_order', input)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'insufficient_scope' },
  });
});
