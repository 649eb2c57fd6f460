import type { TenantId } from '@supercargo/kernel';

/** What a test's database offers to look behind the walls. */
interface Books {
  admin<Row extends Record<string, unknown>>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Every row of the tenant, as one text. */
export async function rowsOf(database: Books, tenant: TenantId): Promise<string> {
  const rows = await database.admin(
    `select 'supplier' as t, to_jsonb(s)::text as r from inventory.supplier s where tenant_id = $1
     union all select 'warehouse', to_jsonb(w)::text from inventory.warehouse w where tenant_id = $1
     union all select 'item', to_jsonb(i)::text from inventory.item i where tenant_id = $1
     union all select 'stock', to_jsonb(s)::text from inventory.stock s where tenant_id = $1
     union all select 'line', to_jsonb(l)::text from inventory.order_line l where tenant_id = $1
     order by 1, 2`,
    [tenant],
  );
  return JSON.stringify(rows);
}

/** The tenant's audit records, oldest first. */
export async function recordsOf(database: Books, tenant: TenantId): Promise<readonly Record<string, unknown>[]> {
  const rows = await database.admin<{ record: string }>(
    'select record from audit.entry where tenant_id = $1 order by at',
    [tenant],
  );
  return rows.map(({ record }) => JSON.parse(record) as Record<string, unknown>);
}
