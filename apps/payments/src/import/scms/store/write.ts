import { SCMS_CURRENCY, type RowCounts, type Run, type ScmsWritten } from '@supercargo/imports';
import { assert, counted, spoken } from '@supercargo/kernel';
import type { Parameter, Statement, TenantTx } from '@supercargo/tenancy';
import type { Counts, Rows } from '../trade.ts';
import { INVOICES, ORDERS, PAYEES, RECEIPTS, SUMMARY } from './statements.ts';

interface Written extends Record<string, unknown> {
  readonly given: number;
  readonly added: number;
  readonly changed: number;
}

async function written(tx: TenantTx, statement: Statement, parameters: readonly Parameter[]): Promise<RowCounts> {
  const [row] = await tx.query<Written>(statement, parameters);
  assert(row !== undefined, 'an aggregate has one row');
  const { given, added, changed } = row;
  return { added, changed, unchanged: given - added - changed };
}

/** Writes what the staged lines imply. Orders and receipts come first, so that invoices match them. A second time it changes nothing. */
export async function writeHistory(tx: TenantTx, run: Run): Promise<ScmsWritten<Rows, Counts>> {
  const of = [tx.tenant, run.id];
  const priced = [...of, SCMS_CURRENCY];
  const payees = await written(tx, PAYEES, of);
  const orders = await written(tx, ORDERS, priced);
  const receipts = await written(tx, RECEIPTS, priced);
  const invoices = await written(tx, INVOICES, priced);
  const [summary] = await tx.query<{ billed: string; without_value: number }>(SUMMARY, of);
  assert(summary !== undefined, 'an aggregate has one row');
  const { billed, without_value: without } = summary;
  const total = ({ added, changed, unchanged }: RowCounts): number => added + changed + unchanged;
  return {
    rows: { payees, orders, receipts, invoices },
    counts: { billedMinor: Number(billed), ordersWithoutValue: without },
    names: [counted(total(payees), 'payee'), counted(total(invoices), 'invoice')],
    says: [
      `The purchase orders imply invoices over ${spoken({ minor: BigInt(billed), currency: SCMS_CURRENCY })}; the file holds no bills and no payments, so all are open and have no dates.`,
      'Nobody verified the payees and none is allowed: nothing can be released to them until somebody does.',
      ...(without === 0 ? [] : [`Without a value, and so without an invoice: ${counted(without, 'purchase order')}.`]),
    ],
  };
}
