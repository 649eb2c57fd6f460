import { readRequest } from '@supercargo/approval';
import { CustomerId } from '@supercargo/kernel';
import { handleDue } from '@supercargo/mcp-kit';
import { peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { ask, asking, openAskers, refusalOf, tea } from './store/asking.fixture.ts';
import { newSale } from './store/writes.fixture.ts';

// What a customer asked for and did not agree to yet, or what the company has to agree to as well.
const database = await testDatabase();
const { carla, carlos, globex, staff, tenant, returnsOf } = await openAskers(database);

test('without a host that shows the card it waits, in words that a customer can act on, and what is worth much waits for the company', async () => {
  const order = await newSale(carla);
  const waiting = await carla.call('carla', 'request_return', asking(order));
  expect(waiting).toMatchObject({
    structured: { outcome: 'waiting', next: expect.stringMatching(/^Your own yes is enough/) as string },
  });
  const dear = await newSale(carla, { price: 400_00 });
  const much = await ask(carla, asking(dear, { lines: [tea(3)] }));
  const { structured } = much as unknown as { structured: { outcome: string; next: string; request_id: string } };
  expect(structured).toMatchObject({ outcome: 'waiting' });
  expect(structured.next).toBe(
    'The company has to agree to it first, and it is then done by itself; call request_return again with the same arguments to see where it stands.',
  );
  expect(await peopleOf(staff).approve(structured.request_id, 'mara')).toBeNull();
  expect(await returnsOf(dear)).toEqual([]);
  // The staff's worker does it, in nobody's session.
  await handleDue(staff.runtime, tenant, structured.request_id);
  expect(await returnsOf(dear)).toMatchObject([{ customer_id: 'CUS-CARLA', state: 'requested' }]);
  expect(await ask(carla, asking(dear, { lines: [tea(3)] }))).toMatchObject({
    structured: { outcome: 'executed', result: { rma_state: 'requested' } },
  });
});

test('a customer who comes back after somebody agreed has it done at once', async () => {
  const order = await newSale(carla, { price: 400_00 });
  const input = asking(order, { lines: [tea(3)] });
  const waiting = await ask(carla, input);
  const { request_id: id } = (waiting as unknown as { structured: { request_id: string } }).structured;
  await peopleOf(staff).approve(id, 'mara');
  expect(await ask(carla, input)).toMatchObject({ structured: { outcome: 'executed' } });
  expect(await returnsOf(order)).toHaveLength(1);
});

test('who of the staff rejected it, and in which words, is not said to the customer', async () => {
  const order = await newSale(carla, { price: 400_00 });
  const input = asking(order, { lines: [tea(3)] });
  const waiting = await ask(carla, input);
  const { request_id: id } = (waiting as unknown as { structured: { request_id: string } }).structured;
  const terminal = database.door('supercargo_terminal', { connectionsMax: 1 });
  await terminal.write(tenant, async (tx) => {
    const request = await readRequest(tx, id);
    await tx.query(
      {
        name: 'reject',
        text: "select approval.decide_by_secret($1, 'mara', 'secret of mara', $2, false, 'a known fraud')",
      },
      [id, request?.planDigest ?? null],
    );
  });
  const seen = await carla.runtime.door
    .forCustomer(CustomerId.parse('CUS-CARLA'))
    .read(tenant, (tx) => readRequest(tx, id));
  expect(seen).toMatchObject({ state: 'rejected', decisions: [] });
  const again = await carla.call('carla', 'request_return', input, {
    resumed: { requestId: id, answer: 'unanswered' },
  });
  expect(again).toMatchObject({
    structured: { outcome: 'failed', reason: 'the company rejected it; nothing was done' },
  });
  for (const word of ['mara', 'Mara', 'fraud']) {
    expect(JSON.stringify(again.kind === 'answered' && again.structured)).not.toContain(word);
  }
});

test('a request of another customer, handed back, is one that there is not, and their yes is not theirs to give', async () => {
  const order = await newSale(carla);
  const asked = await ask(carla, asking(order));
  if (asked.kind !== 'consent') throw new Error('not asked');
  const resumed = { requestId: asked.request.id, answer: 'given' as const };
  // Even where the token gives carlos the name of carla.
  for (const person of ['carlos', 'carla']) {
    const outcome = await carlos.call(person, 'request_return', asking(order), { resumed });
    expect(refusalOf(outcome)).toMatchObject({ code: 'unknown_request', field: 'requestState' });
  }
  expect(await returnsOf(order)).toEqual([]);
});

test('no faults', () => {
  expect([...carla.faults, ...carlos.faults, ...globex.faults, ...staff.faults]).toEqual([]);
});
