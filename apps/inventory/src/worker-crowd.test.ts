import { runWorker } from '@supercargo/mcp-kit';
import { openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVENTORY } from './inventory.fixture.ts';

const database = await testDatabase();
const stage = await openStage(database, INVENTORY);
const globex = await openStage(database, INVENTORY, { founding: { tenant: 'globex' } });

const [acmes, globexes] = [peopleOf(stage), peopleOf(globex)];
const bags = (quantity: number) => ({ sku: 'PKG-BAG1', quantity, warehouse: 'HAM-1' });

const executed = async (ids: readonly string[]): Promise<number> =>
  (await database.admin("select from approval.request where state = 'executed' and id = any($1)", [ids])).length;

test('more requests than a worker takes at once, that always fault, keep nobody else’s waiting', async () => {
  await database.admin(`create function inventory.refuse_nine() returns trigger language plpgsql as $$
    begin if new.quantity = 9 then raise exception 'not today'; end if; return new; end$$`);
  await database.admin(
    'create trigger refuse_nine before insert on inventory.purchase_order for each row execute function inventory.refuse_nine()',
  );
  const faulty: string[] = [];
  for (let n = 0; n < 205; n += 1) faulty.push(await acmes.agreed('mara', 'create_reorder', bags(9)));
  const fine = [
    await acmes.agreed('mara', 'create_reorder', bags(10)),
    await globexes.agreed('mara', 'create_reorder', { sku: 'COF-1KG', quantity: 1, warehouse: 'GOA-1' }),
  ];
  const stop = new AbortController();
  const running = runWorker(stage.runtime, 10, stop.signal);
  const late = performance.now() + 15_000;
  while ((await executed(fine)) < 2 && performance.now() < late) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // One that comes while the worker is busy with those, too, wherever it looks just now.
  const later = await acmes.agreed('mara', 'create_reorder', bags(11));
  while ((await executed([later])) < 1 && performance.now() < late) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  stop.abort();
  await running;
  expect([await executed(fine), await executed([later]), await executed(faulty)]).toEqual([2, 1, 0]);
  expect(new Set(stage.faults.map(({ where }) => where)).size).toBe(faulty.length);
}, 60_000);
