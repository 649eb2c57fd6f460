import { openStage, peopleOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { newFlag, inDays, ORDERS } from './orders.fixture.ts';

// A customer's login sees the orders, lines and parts of the customer whom its transaction names, by every way that the database has.
const database = await testDatabase();
const stage = await openStage(database, ORDERS);
const { executed } = peopleOf(stage);
await openStage(database, ORDERS, { founding: { tenant: 'globex' } });
await newFlag(stage, 'mara', 'SO-1005');
for (const order of ['SO-1005', 'SO-1006']) {
  if (order === 'SO-1006') {
    await database.admin(
      `insert into orders.sales_order (tenant_id, number, kind, customer_id, currency, promised_on)
       values ('acme', 'SO-1006', 'sale', 'CUS-CARLOS', 'EUR', $1)`,
      [inDays(9)],
    );
    await database.admin(
      `insert into orders.order_line (tenant_id, order_number, line_number, sku, description, quantity, currency)
       values ('acme', 'SO-1006', 1, 'COF-1KG', 'Coffee', 60, 'EUR')`,
    );
  }
  await executed('mara', 'split_shipment', { order, lines: [{ line: 1, quantity: 5 }], promised_on: inDays(2) });
}
await database.admin(
  `insert into orders.sales_order (tenant_id, number, kind, vendor, currency) values ('acme', 'DD-1', 'purchase', 'A vendor', 'EUR')`,
);

const SEEN = ['orders.order_line', 'orders.part_line', 'orders.sales_order', 'orders.shipment_part'];

interface As {
  readonly tenant?: string;
  readonly customer?: string;
}

/** What a statement gives in a transaction of the customer's login. */
async function asked(text: string, { tenant, customer }: As): Promise<readonly Record<string, unknown>[]> {
  const client = await database.adminClient();
  try {
    await client.query('begin; set local session authorization supercargo_orders_customer');
    if (tenant !== undefined) await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    if (customer !== undefined) await client.query("select set_config('app.customer', $1, true)", [customer]);
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

const CARLA = { tenant: 'acme', customer: 'CUS-CARLA' };

test('the tables that a customer may read are these; only the record is written, and only these functions called', async () => {
  const rows = await database.admin<{ name: string; verb: string }>(
    `select n.nspname || '.' || c.relname as name, v.verb from pg_class c join pg_namespace n on n.oid = c.relnamespace,
       unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as v (verb)
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)'
       and (has_table_privilege('supercargo_orders_customer', c.oid, v.verb)
         or (v.verb in ('select', 'insert', 'update') and has_any_column_privilege('supercargo_orders_customer', c.oid, v.verb)))
     order by 1`,
  );
  expect(rows).toEqual([
    // What is published of tools, and the record of what was asked, which nobody with this login reads.
    { name: 'approval.definition', verb: 'select' },
    { name: 'audit.entry', verb: 'insert' },
    ...SEEN.map((name) => ({ name, verb: 'select' })),
  ]);
  const functions = await database.admin<{ name: string }>(
    `select n.nspname || '.' || p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname !~ '^(pg_|information_schema)' and has_function_privilege('supercargo_orders_customer', p.oid, 'execute') order by 1`,
  );
  expect(functions.map(({ name }) => name)).toEqual([
    ...['app.customer', 'app.find_server', 'app.no_tenant', 'app.server', 'app.tenant'],
    // Whom it refuses before anybody is known, and the keys by which it knows them.
    ...['audit.count_unauthenticated', 'audit.note_issuer_key', 'audit.refuse_unauthenticated'],
    'policy.standing_of_customer',
  ]);
});

test.each(SEEN)('%s: one’s own rows are seen, and those of other customers and companies are not', async (table) => {
  const all = await database.admin<{ tenant_id: string; customer_id: string | null }>(
    `select tenant_id, customer_id from ${table}`,
  );
  const whose = new Set(all.map((row) => `${row.tenant_id} ${row.customer_id ?? 'nobody'}`));
  for (const each of ['acme CUS-CARLA', 'acme CUS-CARLOS']) expect(whose).toContain(each);
  const own = all.filter((row) => row.tenant_id === 'acme' && row.customer_id === 'CUS-CARLA');
  const seen = await asked(`select tenant_id, customer_id from ${table}`, CARLA);
  expect(seen).toEqual(own.map(() => ({ tenant_id: 'acme', customer_id: 'CUS-CARLA' })));
});

/** Every way to read a table that could pass a policy by. */
const ROUTES: readonly (readonly [what: string, statement: (table: string) => string])[] = [
  ['a condition', (table) => `select count(*)::int as n from ${table} where customer_id is distinct from 'CUS-CARLA'`],
  [
    'a condition that tells by an error',
    (table) =>
      `select count(*)::int as n from ${table} where customer_id <> 'CUS-CARLA' and 1 / (case when customer_id = 'CUS-CARLOS' then 0 else 1 end) = 1`,
  ],
  [
    'a subquery',
    (table) => `select count(*)::int as n from (select * from ${table} offset 0) x where x.customer_id <> 'CUS-CARLA'`,
  ],
  [
    'a join',
    (table) =>
      `select count(*)::int as n from ${table} a right join ${table} b on false where b.customer_id <> 'CUS-CARLA'`,
  ],
  [
    'a common table',
    (table) =>
      `with x as materialized (select * from ${table}) select count(*)::int as n from x where x.customer_id <> 'CUS-CARLA'`,
  ],
  ['what belongs to nobody', (table) => `select count(*)::int as n from ${table} where customer_id is null`],
];

test.each(SEEN.flatMap((table) => ROUTES.map(([what, route]) => [table, what, route(table)] as const)))(
  '%s: %s shows nothing of others',
  async (_table, _what, statement) => {
    expect(await asked(statement, CARLA)).toEqual([{ n: 0 }]);
  },
);

test.each(SEEN)('%s: without a customer, with an empty one, or without a tenant nothing is read', async (table) => {
  const statement = `select count(*) from ${table}`;
  await expect(asked(statement, { tenant: 'acme' })).rejects.toThrow('no customer set');
  await expect(asked(statement, { tenant: 'acme', customer: '' })).rejects.toThrow('no customer set');
  await expect(asked(statement, { customer: 'CUS-CARLA' })).rejects.toThrow('no tenant set');
  expect(await asked(`select count(*)::int as n from ${table}`, { tenant: 'acme', customer: 'CUS-9' })).toEqual([
    { n: 0 },
  ]);
});

test('the same customer of another company is another', async () => {
  const numbers = async (as: As): Promise<unknown[]> =>
    (await asked('select number, tenant_id from orders.sales_order order by number', as)).map(
      ({ tenant_id: tenant }) => tenant,
    );
  expect(new Set(await numbers({ tenant: 'globex', customer: 'CUS-CARLA' }))).toEqual(new Set(['globex']));
});

test.each(['orders.flag', 'orders.customer', 'orders.effect', 'orders.transition', 'people.person', 'approval.plan'])(
  '%s is closed to customers',
  async (table) => {
    await expect(asked(`select count(*) from ${table}`, CARLA)).rejects.toThrow('permission denied');
  },
);

test('a line, a part and a part’s line are the customer’s whose order it is, whatever is said for them', async () => {
  await database.admin(
    `insert into orders.order_line (tenant_id, order_number, line_number, customer_id, sku, description, currency)
     values ('acme', 'SO-1005', 77, 'CUS-CARLOS', 'X', 'x', 'EUR')`,
  );
  await database.admin("update orders.order_line set customer_id = null where order_number = 'SO-1005'");
  expect(
    await database.admin("select distinct customer_id from orders.order_line where order_number = 'SO-1005'"),
  ).toEqual([{ customer_id: 'CUS-CARLA' }]);
  await expect(
    database.admin(
      "update orders.sales_order set customer_id = 'CUS-CARLOS' where tenant_id = 'acme' and number = 'SO-1005'",
    ),
  ).rejects.toThrow('the kind and the customer of an order are never edited');
});
