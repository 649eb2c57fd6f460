import { TenantId } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVOICE_STATES } from '../domain/states.ts';
import { listExceptions } from './exceptions.ts';
import { listInvoicesOf } from './invoice-list.ts';
import { readInvoice } from './invoices.ts';
import { readOrder, readOwed } from './order-status.ts';
import { payeeIds, readPayee } from './payees.ts';
import { readPayment } from './payments.ts';
import { listTransactions } from './transactions.ts';

const database = await testDatabase();
const nobody = { payeeId: null, orderNumber: null };

/** Every statement that these reads send. */
async function statements(): Promise<readonly Statement[]> {
  const sent = new Map<string, Statement>();
  await database.door('supercargo_payments').read(TenantId.parse('acme'), async (tx) => {
    const heard: TenantTx = {
      ...tx,
      query: (statement, parameters) => {
        sent.set(statement.name, statement);
        return tx.query(statement, parameters);
      },
    };
    await Promise.all([
      listInvoicesOf(
        heard,
        { ...nobody, states: INVOICE_STATES, dueBefore: null, held: null },
        { after: null, limit: 1 },
      ),
      listTransactions(heard, { ...nobody, from: null, to: null, kind: null }, { after: null, limit: 1 }),
      listExceptions(heard, { kinds: null, payeeId: null, at: new Date() }, { after: null, limit: 1 }),
      readInvoice(heard, 'x'),
      readPayment(heard, 'x'),
      readPayee(heard, 'x'),
      payeeIds(heard),
      readOrder(heard, 'x'),
      readOwed(heard, 'x'),
    ]);
  });
  return [...sent.values()];
}

type Node = Readonly<Record<string, unknown>>;

function nodesOf(plan: Node): readonly Node[] {
  const below = (plan['Plans'] ?? []) as readonly Node[];
  return [plan, ...below.flatMap(nodesOf)];
}

test.each((await statements()).map((statement) => [statement.name, statement] as const))(
  '%s never reads a whole table',
  async (_name, { text }) => {
    const session = await database.adminClient();
    await session.query("begin; set local role supercargo_payments; select set_config('app.tenant', 'acme', true)");
    // Without it a table of a few rows is read whole because that is quicker; with it only where there is no other way.
    await session.query('set local enable_seqscan = off');
    const { rows } = await session.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
      `explain (generic_plan, format json) ${text}`,
    );
    await session.query('rollback');
    const plan = rows[0]?.['QUERY PLAN'][0]?.Plan ?? {};
    const whole = nodesOf(plan).filter((node) => node['Node Type'] === 'Seq Scan');
    expect(whole.map((node) => node['Relation Name'])).toEqual([]);
    // Each index is entered by its tenant.
    const entered = nodesOf(plan).filter((node) => /^Index|^Bitmap Index/.test(String(node['Node Type'])));
    expect(entered.length).toBeGreaterThan(0);
    for (const node of entered) expect(String(node['Index Cond']), JSON.stringify(node)).toContain('tenant_id');
  },
);
