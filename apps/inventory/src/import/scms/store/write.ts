import { RDC, type RowCounts, type Run } from '@supercargo/imports';
import { assert } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import * as statements from './statements.ts';

/** UN/ECE Rec 20, a package: the file counts and prices its items by the pack, and says beside it how many units a pack holds. */
const UNIT = 'XPK';
const WAREHOUSE_NAME = 'Regional distribution centre';

/** The first line that names an item or a supplier by an id which an earlier line gave another name. */
export async function doubtfulName(
  tx: TenantTx,
  run: Run,
): Promise<{ readonly line: number; readonly names: 'items' | 'suppliers' } | undefined> {
  const [row] = await tx.query<{ line: number; names: 'items' | 'suppliers' }>(statements.DOUBTFUL_NAME, [
    tx.tenant,
    run.id,
  ]);
  return row;
}

/** How many different ones the lines name. */
interface NamedCounts {
  readonly orders: number;
  /** Names in the Vendor column: the suppliers, and the regional distribution centre where stock orders name it. */
  readonly vendors: number;
  readonly suppliers: number;
  readonly items: number;
}

interface WrittenRows {
  readonly named: NamedCounts;
  readonly rows: Readonly<Record<'orderLines' | 'items' | 'suppliers' | 'warehouses', RowCounts>>;
  /** Items by what their last purchase told; those without any have neither price nor supplier. */
  readonly itemsPriced: number;
  readonly itemsWithLeadTime: number;
}

/**
 * Writes what is staged: suppliers and items before the lines that refer to them, then every item's last purchase. `hasPlace` says whether
 * the one place that the file knows is named in it; it becomes a warehouse, without stock, of which the file holds none.
 */
export async function writeStaged(tx: TenantTx, run: Run, hasPlace: boolean): Promise<WrittenRows> {
  const staged = [tx.tenant, run.id];
  const named = await one<NamedCounts>(tx, statements.COUNT_NAMED, staged);
  const suppliers = await one<{ added: number }>(tx, statements.INSERT_SUPPLIERS, staged);
  const warehousesAdded = hasPlace && (await writeWarehouse(tx)) ? 1 : 0;
  const items = await one<{ added: number }>(tx, statements.INSERT_ITEMS, [...staged, UNIT]);
  const lines = await one<{ given: number; added: number; changed: number }>(tx, statements.UPSERT_ORDER_LINES, staged);
  const settled = await one<{ priced: number; timed: number; changed: number }>(tx, statements.SETTLE_ITEMS, [
    tx.tenant,
  ]);
  return {
    named,
    rows: {
      orderLines: countsOf(lines.given, lines.added, lines.changed),
      items: countsOf(named.items, items.added, settled.changed),
      suppliers: countsOf(named.suppliers, suppliers.added, 0),
      warehouses: countsOf(hasPlace ? 1 : 0, warehousesAdded, 0),
    },
    itemsPriced: settled.priced,
    itemsWithLeadTime: settled.timed,
  };
}

function countsOf(all: number, added: number, changed: number): RowCounts {
  return { added, changed, unchanged: all - added - changed };
}

async function one<Row extends object>(
  tx: TenantTx,
  statement: Statement,
  parameters: readonly string[],
): Promise<Row> {
  const [row] = await tx.query<Row & Record<string, unknown>>(statement, parameters);
  assert(row !== undefined, 'a select of counts gives a row');
  return row;
}

/** Gives whether it was not there yet. */
async function writeWarehouse(tx: TenantTx): Promise<boolean> {
  const rows = await tx.query(statements.INSERT_WAREHOUSE, [tx.tenant, RDC.id, WAREHOUSE_NAME]);
  return rows.length > 0;
}
