import { fileURLToPath } from 'node:url';
import { demoLoader, peopleOf, type Stage } from '@supercargo/testing';
import { DEMO } from './import/demo/load-demo.ts';
import { payments } from './server.ts';
import { newInvoice } from './store/arrange.fixture.ts';
import { SPENDING_GOOD, SPENDING_WRITES } from './store/spending.fixture.ts';
import { PAYMENTS_WRITES } from './store/writes.fixture.ts';

function tenantOf(stage: Stage): string {
  return stage.principal('nobody').tenant;
}

/** A payment that this person proposed, of a new invoice; its id. */
export async function newPayment(stage: Stage, person: string, invoice?: string): Promise<string> {
  const id = invoice ?? (await newInvoice(stage.database, tenantOf(stage)));
  return String((await peopleOf(stage).executed(person, 'propose_payment', { invoice: id }))['payment_id']);
}

const held = async (stage: Stage): Promise<string> => newInvoice(stage.database, tenantOf(stage), { received: false });

/** Payments, as the contract of all servers needs to know it. */
export const PAYMENTS = {
  definition: payments,
  login: 'supercargo_payments',
  load: demoLoader(DEMO),
  source: fileURLToPath(new URL('./', import.meta.url)),
  mayAskAll: 'everybody',
  good: {
    list_invoices: async () => ({
      ...{
        states: ['open', 'held'],
        payee: 'SUP-KRAFT',
        due_before: '2100-01-01',
        held: true,
        order: 'PO-7001',
        limit: 5,
      },
    }),
    get_payment: async () => ({ payment: 'PAY-6901' }),
    get_transaction_history: async () => ({
      ...{ payee: 'SUP-FINCA', order: 'PO-6901', from: '2020-01-01', to: '2100-01-01', kind: 'payment', limit: 5 },
    }),
    list_settlement_exceptions: async () => ({ kinds: ['no_receipt'], payee: 'SUP-CUPPA', limit: 5 }),
    propose_payment: async (stage: Stage) => ({
      ...{ invoice: await newInvoice(stage.database, tenantOf(stage)), reason: 'it is due' },
    }),
    cancel_payment: async (stage: Stage) => ({ payment: await newPayment(stage, 'everybody') }),
    release_hold: async (stage: Stage) => ({ invoice: await held(stage), kind: 'no_receipt' }),
    ...SPENDING_GOOD,
  },
  write: { tool: 'propose_payment', inputs: [{ invoice: 'INV-7002' }, { invoice: 'INV-7004' }] },
  writes: { ...PAYMENTS_WRITES, ...SPENDING_WRITES },
} as const;
