import { nodesOf, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { INVOICE_STATES } from '../domain/states.ts';
import { listExceptions } from './exceptions.ts';
import { listInvoicesOf } from './invoice-list.ts';
import { readInvoice } from './invoices.ts';
import { readOrder, readOwed } from './order-status.ts';
import { lastPaymentsTo, payeeIds, readPayee } from './payees.ts';
import { readPayment } from './payments.ts';
import { listTransactions } from './transactions.ts';

const database = await testDatabase();
const login = 'supercargo_payments';
const planOf = await plannerOf(database, login);
const nobody = { payeeId: null, orderNumber: null };

const sent = await statementsOf(database.door(login), (tx) =>
  Promise.all([
    listInvoicesOf(tx, { ...nobody, states: INVOICE_STATES, dueBefore: null, held: null }, { after: null, limit: 1 }),
    listTransactions(tx, { ...nobody, from: null, to: null, kind: null }, { after: null, limit: 1 }),
    listExceptions(tx, { kinds: null, payeeId: null, at: new Date() }, { after: null, limit: 1 }),
    readInvoice(tx, 'x'),
    readPayment(tx, 'x'),
    readPayee(tx, 'x'),
    payeeIds(tx),
    lastPaymentsTo(tx, 'x', 1),
    readOrder(tx, 'x'),
    readOwed(tx, 'x'),
  ]),
);

test.each(sent.map((statement) => [statement.name, statement] as const))(
  '%s never reads a whole table',
  async (_name, { text }) => {
    // Told not to, the planner reads a table whole only where there is no other way.
    const nodes = nodesOf(await planOf(text));
    const whole = nodes.filter((node) => node['Node Type'] === 'Seq Scan');
    expect(whole.map((node) => node['Relation Name'])).toEqual([]);
    // Each index is entered by its tenant.
    const entered = nodes.filter((node) => /^Index|^Bitmap Index/.test(String(node['Node Type'])));
    expect(entered.length).toBeGreaterThan(0);
    for (const node of entered) expect(String(node['Index Cond']), JSON.stringify(node)).toContain('tenant_id');
  },
);

test('the last payments of a payee come out of an index in their order, by a plan for any payee', async () => {
  const { text } = sent.find(({ name }) => name === 'payments_payee_payments') ?? { text: '' };
  const nodes = nodesOf(await planOf(text, { settings: ['enable_seqscan = off', 'enable_bitmapscan = off'] }));
  expect(nodes.map((node) => node['Index Name'])).toContain('payment_payee');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort');
});
