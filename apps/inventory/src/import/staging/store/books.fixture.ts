/** What a test's database offers to look behind the walls. */
interface Books {
  admin<Row extends Record<string, unknown>>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

const TABLES = ['supplier', 'warehouse', 'item', 'stock', 'movement', 'purchase_order', 'order_line'] as const;

export type TradeBooks = Readonly<Record<(typeof TABLES)[number], string>>;

/** For every table of the trade how many rows the tenant has, and a hash of them all in order, the tenant apart. */
export async function booksOf(database: Books, tenant: string): Promise<TradeBooks> {
  const hashes = TABLES.map(
    (table) =>
      `(select count(*) || ' ' || coalesce(md5(string_agg(row, ',' order by row)), '') from
         (select md5((to_jsonb(t) - 'tenant_id')::text) as row from inventory.${table} t where tenant_id = $1) x) as ${table}`,
  );
  const [row] = await database.admin<TradeBooks & Record<string, unknown>>(`select ${hashes.join(', ')}`, [tenant]);
  if (row === undefined) throw new Error('a select without from gives a row');
  return row;
}

export function rowsIn(books: TradeBooks): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(books).map(([table, said]) => [table, Number.parseInt(said, 10)]));
}

/** How many rows are staged for the tenant. */
export async function stagedOf(database: Books, tenant: string): Promise<number> {
  const [row] = await database.admin<{ staged: number }>(
    'select count(*)::int as staged from imports.row where tenant_id = $1',
    [tenant],
  );
  return row?.staged ?? 0;
}
