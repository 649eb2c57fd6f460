import { fileURLToPath } from 'node:url';
import type { TenantId } from '@supercargo/kernel';
import type { CallOutcome, ToolCall } from '@supercargo/mcp-kit';
import type { TenantDoor } from '@supercargo/tenancy';
import { DEMO } from './import/demo/load-demo.ts';
import { payments } from './server.ts';
import { newInvoice, type Records } from './store/arrange.fixture.ts';
import { SPENDING_GOOD, SPENDING_WRITES } from './store/spending.fixture.ts';
import { PAYMENTS_WRITES } from './store/writes.fixture.ts';

/** As much of a test's stage as these need. */
interface Server {
  readonly database: Records;
  readonly runtime: { newId(): string };
  principal(person: string): { readonly tenant: string };
  call(person: string, name: string, received: unknown, more?: Partial<ToolCall>): Promise<CallOutcome>;
}

interface Doors {
  door(login: 'supercargo_importer', overrides: { readonly connectionsMax: number }): TenantDoor;
}

/** The story's rows of the demo company in any tenant, loaded as the importer loads them. */
async function load(database: Doors, tenant: TenantId): Promise<void> {
  const door = database.door('supercargo_importer', { connectionsMax: 1 });
  const today = new Date().toISOString().slice(0, 10);
  // A tenant of a test is told the story of acme unless it has one of its own.
  const told = (DEMO.tenants.includes(tenant) ? tenant : 'acme') as TenantId;
  try {
    await door.write(tenant, (tx) => DEMO.load(tx, { tenant: told, currency: 'EUR', today, extent: 'core' }));
  } finally {
    await door.close();
  }
}

function tenantOf(stage: Server): string {
  return stage.principal('nobody').tenant;
}

/** What a write of this person came to, by their own consent. */
export async function consented(
  stage: Server,
  person: string,
  tool: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const received = { idempotency_key: stage.runtime.newId(), ...input };
  const asked = await stage.call(person, tool, received, { canElicit: true });
  if (asked.kind !== 'consent') throw new Error(`consent was to be enough: ${JSON.stringify(asked)}`);
  const outcome: CallOutcome = await stage.call(person, tool, received, {
    resumed: { requestId: asked.request.id, answer: 'given' },
  });
  return outcome.kind === 'answered' ? outcome.structured : { outcome: outcome.kind };
}

/** A payment that this person proposed, of a new invoice; its id. */
export async function newPayment(stage: Server, person: string, invoice?: string): Promise<string> {
  const id = invoice ?? (await newInvoice(stage.database, tenantOf(stage)));
  const { result } = await consented(stage, person, 'propose_payment', { invoice: id });
  return String((result as Record<string, unknown>)['payment_id']);
}

const held = async (stage: Server): Promise<string> => newInvoice(stage.database, tenantOf(stage), { received: false });

/** Payments, as the contract of all servers needs to know it. */
export const PAYMENTS = {
  definition: payments,
  login: 'supercargo_payments',
  load,
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
    propose_payment: async (stage: Server) => ({
      ...{ invoice: await newInvoice(stage.database, tenantOf(stage)), reason: 'it is due' },
    }),
    cancel_payment: async (stage: Server) => ({ payment: await newPayment(stage, 'everybody') }),
    release_hold: async (stage: Server) => ({ invoice: await held(stage), kind: 'no_receipt' }),
    ...SPENDING_GOOD,
  },
  write: { tool: 'propose_payment', inputs: [{ invoice: 'INV-7002' }, { invoice: 'INV-7004' }] },
  writes: { ...PAYMENTS_WRITES, ...SPENDING_WRITES },
} as const;
