import { openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newLabel, RETURNS } from '../returns.fixture.ts';
import { newReturn } from './writes.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, RETURNS);
const importer = database.door('supercargo_importer', { connectionsMax: 2 });
const { tenant } = stage.principal('nobody');

let statements = 0;
const write = (text: string, parameters: readonly string[] = []): Promise<readonly unknown[]> =>
  importer.write(tenant, (tx) => tx.query({ name: `kept_${(statements += 1).toString()}`, text }, parameters));

const decided = await newReturn(stage, { id: 'T-DECIDED', reason: 'damaged' });
await peopleOf(stage).consented('mara', 'approve_return', { rma_id: decided });

test.each([
  "order_number = 'SO-9'",
  "customer_id = 'CUS-CARLA'",
  "reason = 'other'",
  "words = 'something else'",
  "ordered_on = '2020-01-01'",
  'delivered_on = null',
  "requested_at = '2020-01-01'",
  "currency = 'USD'",
  'refund_minor = 1',
  "decided_at = '2020-01-01'",
])('what a request decided is not edited by an import: %s', async (change) => {
  await expect(write(`update returns.rma set ${change} where id = $1`, [decided])).rejects.toThrow(
    'what a request decided is never edited',
  );
});

test.each([
  ['changed', 'update returns.rma_line set quantity = 2 where rma_id = $1'],
  [
    'added',
    `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, quantity, price_minor)
     values (app.tenant(), $1, 9, 'CUS-CARLOS', 'X', 'x', 1, 1)`,
  ],
])('lines of such a return are not %s', async (_what, text) => {
  await expect(write(text, [decided])).rejects.toThrow('what a request decided is never edited');
});

test('lines are not taken away by an import, of whichever return', async () => {
  await expect(write('delete from returns.rma_line')).rejects.toThrow('permission denied');
});

test('where the goods are moves on, whoever decided', async () => {
  await write("update returns.rma set state = 'received', received_at = now() where id = $1", [decided]);
  await write("update returns.rma set state = 'closed', closed_at = now() where id = $1", [decided]);
  await expect(
    write("update returns.rma set state = 'received', closed_at = null where id = $1", [decided]),
  ).rejects.toThrow('a rma does not go from closed to received');
});

test.each([
  ['decided_by', 'update returns.rma set decided_by = gen_random_uuid()'],
  ['issued_by', 'update returns.label set issued_by = gen_random_uuid()'],
  ['voided_by', 'update returns.label set voided_by = gen_random_uuid()'],
  ['the customer of a label', "update returns.label set customer_id = 'CUS-CARLA'"],
])('an import does not say %s', async (_what, text) => {
  await expect(write(text)).rejects.toThrow('permission denied');
});

test.each(["rma_id = 'RMA-3001'", 'line_number = 7', "customer_id = 'CUS-CARLA'"])(
  'a line stays a line of its return: %s',
  async (change) => {
    const id = await newReturn(stage);
    await expect(write(`update returns.rma_line set ${change} where rma_id = $1`, [id])).rejects.toThrow(
      'a line stays a line of its return',
    );
  },
);

test('a line or a label of a return names the customer of that return', async () => {
  const id = await newReturn(stage);
  await expect(
    write(
      `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, quantity, price_minor)
       values (app.tenant(), $1, 2, 'CUS-CARLA', 'X', 'x', 1, 1)`,
      [id],
    ),
  ).rejects.toThrow('foreign key');
});

test('what a request issued is not edited but for the carrier’s number, and there is one label that counts', async () => {
  const label = await newLabel(stage, 'mara');
  await write("update returns.label set tracking = 'T-1' where id = $1::uuid", [label]);
  await expect(write('update returns.label set cost_minor = 1 where id = $1::uuid', [label])).rejects.toThrow(
    'what a request issued is never edited',
  );
  await expect(
    write(
      `insert into returns.label (tenant_id, id, rma_id, customer_id, carrier_id, cost_minor, currency)
       select tenant_id, gen_random_uuid(), rma_id, customer_id, carrier_id, cost_minor, currency from returns.label where id = $1::uuid`,
      [label],
    ),
  ).rejects.toThrow('label_issued');
});

test('an edit of a line that began before the decision is waited for, and the decision then sees it', async () => {
  const id = await newReturn(stage);
  const people = peopleOf(stage);
  const request = await people.asked('mara', 'approve_return', { rma_id: id });
  await people.approve(request, 'felix');
  const edited = Promise.withResolvers<undefined>();
  const mayEnd = Promise.withResolvers<undefined>();
  const edit = importer.write(tenant, async (tx) => {
    await tx.query({ name: 'kept_edit', text: 'update returns.rma_line set quantity = 7 where rma_id = $1' }, [id]);
    edited.resolve(undefined);
    await mayEnd.promise;
  });
  await edited.promise;
  const worked = people.worked(request);
  await new Promise((done) => setTimeout(done, 200));
  mayEnd.resolve(undefined);
  await edit;
  expect(await worked).toMatchObject({
    ...{ state: 'invalidated', reason: expect.stringContaining('to damaged, order') as string },
  });
});
