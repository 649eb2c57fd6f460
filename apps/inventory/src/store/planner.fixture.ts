import { INVENTORY } from '../inventory.fixture.ts';

/** As much of a test's database as these need: the superuser, whom no wall binds. */
export interface Records {
  admin<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  adminClient(): Promise<{ query(text: string): Promise<unknown>; end(): Promise<void> }>;
}

// A company of six items that the reads are tested with, each there for one thing that can be said of an item.

const FACTS = `
  insert into inventory.supplier (tenant_id, id, name) values ('acme', 'SUP-A', 'Aroma Imports'), ('acme', 'SUP-B', 'Bag Works');
  insert into inventory.warehouse (tenant_id, id, name) values ('acme', 'HAM-1', 'Hamburg'), ('acme', 'RTM-1', 'Rotterdam'), ('acme', 'BER-1', 'Berlin');
  insert into inventory.item (tenant_id, sku, description, unit, supplier_id, price_minor, currency, lead_time_days, reorder_point, safety_stock) values
    ('acme', 'COF-1KG', 'Coffee beans, washed arabica, 1 kg bag', 'EA', 'SUP-A', 1250, 'EUR', 11, 200, 80),
    ('acme', 'COF-250', 'Coffee beans, 100% ARABICA, 250_g bag', 'EA', 'SUP-A', 390, 'EUR', 11, 400, 150),
    ('acme', 'TEA-ASM', 'Assam black tea, Ökologisch', 'EA', 'SUP-B', 820, 'EUR', null, 120, null),
    ('acme', 'PKG-BAG1', 'Valve bag, kraft, 1 kg', 'EA', 'SUP-B', null, null, 6, 0, 0),
    ('acme', 'OLD-1', 'A thing without a reorder point', 'EA', null, null, null, null, null, null),
    ('acme', 'NEW-1', 'A thing that nobody counted', 'EA', null, null, null, null, 10, null);
  insert into inventory.stock (tenant_id, warehouse_id, sku, on_hand, allocated, recorded_at) values
    ('acme', 'HAM-1', 'COF-1KG', 42, 30, '2026-11-20T06:00:00Z'), ('acme', 'RTM-1', 'COF-1KG', 18, 0, '2026-11-19T06:00:00Z'),
    ('acme', 'HAM-1', 'COF-250', 910, 120, '2026-11-20T06:00:00Z'), ('acme', 'HAM-1', 'TEA-ASM', 20, 44, '2026-11-20T06:00:00Z'),
    ('acme', 'RTM-1', 'PKG-BAG1', 0, 1, '2026-11-20T06:00:00Z'), ('acme', 'HAM-1', 'OLD-1', 5, 0, '2026-11-20T06:00:00Z')`;

/** Inventory with that company in the place of the demo's. */
export const PLANNER = {
  ...INVENTORY,
  load: async (database: Records): Promise<void> => {
    await database.admin(FACTS);
  },
} as const;

/** Movements of one item, as an import brings them: kind, units with their sign, and how many days ago. */
export type Moved = readonly (readonly [kind: string, quantity: number, daysAgo: number])[];

/** Records movements half a day off the edges of days, so that no test depends on when it runs. */
export async function move(database: Records, sku: string, moved: Moved, warehouse = 'HAM-1'): Promise<void> {
  await database.admin(
    `insert into inventory.movement (tenant_id, id, sku, warehouse_id, kind, quantity, occurred_at)
     select 'acme', gen_random_uuid(), $1, $2, x->>0, (x->>1)::bigint, clock_timestamp() - make_interval(hours => 12 + 24 * (x->>2)::integer)
     from jsonb_array_elements($3::jsonb) x`,
    [sku, warehouse, JSON.stringify(moved)],
  );
}

/** Issues of so many units on days in a row until today, 0 for a day without one, after a first movement on the day before. */
export async function issueDaily(database: Records, sku: string, units: readonly number[]): Promise<void> {
  const moved: Moved = units.map((quantity, index) => ['issue', -quantity, units.length - 1 - index]);
  await move(database, sku, [['receipt', 1, units.length], ...moved.filter(([, quantity]) => quantity !== 0)]);
}

/** Forgets every movement and order, which nothing but a test may do. */
export async function forgetMovements(database: Records): Promise<void> {
  const client = await database.adminClient();
  // Movements are never edited: their triggers are left out, in this transaction alone.
  await client.query('begin; set local session_replication_role = replica');
  await client.query('delete from inventory.movement; delete from inventory.purchase_order; commit');
  await client.end();
}

export interface ImportedOrder {
  readonly number: string;
  readonly sku: string;
  readonly quantity: number;
  readonly state?: 'open' | 'received' | 'cancelled';
  readonly orderedDaysAgo?: number;
  /** Days from today; null: the order does not say. */
  readonly expectedInDays?: number | null;
  readonly warehouse?: string;
  readonly supplier?: string;
}

/** A purchase order that the warehouse system had before anybody asked us; its id. */
export async function importOrder(database: Records, order: ImportedOrder): Promise<string> {
  const { state = 'open', orderedDaysAgo = 0, expectedInDays = null, warehouse = 'HAM-1', supplier = 'SUP-A' } = order;
  const [row] = await database.admin<{ id: string }>(
    `insert into inventory.purchase_order
       (tenant_id, id, sku, supplier_id, warehouse_id, quantity, price_minor, currency, state, ordered_at, number, expected_on, received_at)
     values ('acme', gen_random_uuid(), $1, $2, $3, $4, 1250, 'EUR', $5, clock_timestamp() - make_interval(days => $6), $7,
       (now() at time zone 'UTC')::date + $8::integer, case when $5 = 'received' then clock_timestamp() end) returning id`,
    [...[order.sku, supplier, warehouse, order.quantity, state, orderedDaysAgo], ...[order.number, expectedInDays]],
  );
  return row?.id ?? '';
}

/** The day that is so many days from today, in UTC. */
export function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
