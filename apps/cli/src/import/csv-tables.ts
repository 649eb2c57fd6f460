import { nearest } from '@supercargo/imports';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import { UsageError } from '../fault.ts';

/** The tables that `import csv` takes, as their servers name them and in their order: a test asks them. */
export const CSV_TABLES: Readonly<Record<ServerName, readonly string[]>> = {
  inventory: ['suppliers', 'warehouses', 'items', 'stock', 'movements', 'purchase_orders'],
  logistics: [
    ...['carriers', 'regions', 'routes', 'route_legs', 'drivers'],
    ...['shipments', 'shipment_lines', 'shipment_freight', 'shipment_events'],
  ],
  orders: ['customers', 'orders', 'order_lines'],
  returns: ['customers', 'label_carriers', 'return_policy', 'returns', 'return_lines'],
  payments: ['payees', 'cost_centres', 'payable_orders', 'goods_receipts', 'invoices', 'customer_payments'],
};

export interface ServerTable {
  readonly server: ServerName;
  readonly table: string;
}

const TABLES: readonly ServerTable[] = SERVERS.flatMap((server) =>
  CSV_TABLES[server].map((table) => ({ server, table })),
);

/** How each table may be called: by its name where only one server has it, else with that server's. */
function namesOf(tables: readonly ServerTable[]): readonly string[] {
  const count = (name: string): number => tables.filter(({ table }) => table === name).length;
  return tables.map(({ server, table }) => (count(table) === 1 ? table : `${server}.${table}`));
}

export const TABLE_NAMES: readonly string[] = namesOf(TABLES);

/** The table that somebody named, as `items` or `inventory.items`. */
export function tableNamed(said: string, tables = TABLES): ServerTable {
  const found = tables.filter(({ server, table }) => said === table || said === `${server}.${table}`);
  const [table, ...others] = found;
  if (table === undefined) {
    const names = namesOf(tables);
    const meant = nearest(said, names);
    throw new UsageError(
      `there is no table ${JSON.stringify(said)}; ${meant === undefined ? '' : `is it ${meant}? `}there are ${names.join(', ')}`,
    );
  }
  if (others.length > 0) {
    const names = found.map(({ server }) => `${server}.${said}`);
    throw new UsageError(`more than one server has a table ${said}: say ${names.join(' or ')}`);
  }
  return table;
}
