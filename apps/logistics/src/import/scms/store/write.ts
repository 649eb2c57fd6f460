import { SCMS_CURRENCY, type RowCounts, type Run, type ScmsWritten } from '@supercargo/imports';
import { assert, counted } from '@supercargo/kernel';
import type { Parameter, Statement, TenantTx } from '@supercargo/tenancy';
import type { Counts, Rows } from '../trade.ts';
import * as statements from './statements.ts';

interface Written {
  readonly given: number;
  readonly added: number;
  readonly changed: number;
}

interface Summary {
  readonly shipments: number;
  readonly late: number;
  readonly longest: number;
  readonly freight_captured: number;
  readonly lines_without: number;
}

async function upsert(tx: TenantTx, statement: Statement, parameters: readonly Parameter[]): Promise<RowCounts> {
  const [row] = await tx.query<Written & Record<string, unknown>>(statement, parameters);
  assert(row !== undefined, 'an aggregate has one row');
  const { given, added, changed } = row;
  return { added, changed, unchanged: given - added - changed };
}

const said = (count: number): string => count.toLocaleString('en');

/** Writes the staged lines as shipments, their lines and what their freight cost. A second time it changes nothing. */
export async function writeHistory(tx: TenantTx, run: Run): Promise<ScmsWritten<Rows, Counts>> {
  const priced = [tx.tenant, run.id, SCMS_CURRENCY];
  const rows = {
    shipments: await upsert(tx, statements.UPSERT_SHIPMENTS, [tx.tenant, run.id]),
    shipmentLines: await upsert(tx, statements.UPSERT_LINES, priced),
    freight: await upsert(tx, statements.UPSERT_FREIGHT, priced),
  };
  const [summary] = await tx.query<Summary & Record<string, unknown>>(statements.SUMMARY, [tx.tenant, run.id]);
  assert(summary !== undefined, 'an aggregate has one row');
  const { shipments, late, longest, freight_captured: freightCaptured, lines_without: without } = summary;
  return {
    rows,
    counts: { late, longestDelayDays: longest, freightCaptured, linesWithoutShipment: without },
    names: [counted(shipments, 'shipment')],
    says: [
      `${said(late)} of the shipments came after the promised day, the latest by ${counted(longest, 'day')}.`,
      `The freight of ${said(freightCaptured)} shipments is an amount; of the others the file says why not.`,
      ...(without === 0 ? [] : [`${said(without)} lines name no shipment.`]),
    ],
  };
}
