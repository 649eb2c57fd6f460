import { withClient } from '@supercargo/cluster';
import { SERVERS, TenantId } from '@supercargo/kernel';
import { foundTenant } from '@supercargo/policy';
import { dropDatabases, openDatabase, type BenchDatabase } from '../database.ts';
import { founding } from '../founding.ts';

export const TENANTS = 100;
const PAYEES = 20;
const PREFIX = 'releases_';

/** A database of this run alone, with a hundred companies that have money to release. */
export type Payers = BenchDatabase & { readonly tenants: readonly TenantId[]; readonly drop: () => Promise<void> };

export async function openPayers(): Promise<Payers> {
  await dropDatabases(PREFIX);
  const database = await openDatabase(`${PREFIX}${process.pid}`, SERVERS);
  const tenants = Array.from({ length: TENANTS }, (_, at) => TenantId.parse(`payer-${at}`));
  const importer = database.door('supercargo_importer', 1);
  try {
    for (const tenant of tenants) await importer.write(tenant, (tx) => foundTenant(tx, founding(tenant)));
  } finally {
    await importer.close();
  }
  await arrange(database, tenants, [
    `insert into payments.payee (tenant_id, id, name, country, account, changed_at, verified_at, verified_by, allowed)
     select t, 'SUP-' || n, 'Payee number ' || n, 'DE', 'DE8937040044053201' || lpad(n::text, 4, '0'), now() - interval '100 days',
       now() - interval '90 days', 'felix', true from unnest($1::text[]) t, generate_series(1, ${PAYEES}) n`,
    "insert into payments.cost_centre (tenant_id, id, name) select t, 'CC-1', 'Cost centre' from unnest($1::text[]) t",
  ]);
  return { ...database, tenants, drop: () => dropDatabases(PREFIX) };
}

/** So many proposed payments of each of these companies, of bills that match their orders and receipts; their ids. */
export async function propose(
  payers: Payers,
  tenants: readonly TenantId[],
  batch: string,
  count: number,
): Promise<readonly string[]> {
  const each = `from unnest($1::text[]) t, generate_series(1, ${count}) n`;
  const number = `'${batch}-' || n`;
  // Proposed the day before yesterday, so that none looks like a part of another.
  await arrange(payers, tenants, [
    `insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency)
     select t, 'PO-' || ${number}, 'SUP-' || 1 + n % ${PAYEES}, 5000, 'EUR' ${each}`,
    `insert into payments.goods_receipt (tenant_id, order_number, amount_minor, currency, received_at, number)
     select t, 'PO-' || ${number}, 5000, 'EUR', now(), 'GR-' || ${number} ${each}`,
    `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, cost_centre_id, state)
     select t, 'INV-' || ${number}, 'SUP-' || 1 + n % ${PAYEES}, ${number}, 'PO-' || ${number}, 5000, 'EUR', 'CC-1', 'proposed' ${each}`,
    `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, cost_centre_id, proposer, proposed_by, proposed_at)
     select t, 'PAY-' || ${number}, 'INV-' || ${number}, 'SUP-' || 1 + n % ${PAYEES}, 5000, 'EUR', 'CC-1', 'mara', gen_random_uuid(),
       now() - interval '40 hours' ${each}`,
  ]);
  return Array.from({ length: count }, (_, at) => `PAY-${batch}-${at + 1}`);
}

/** Past the triggers: rows that only requests bring about, arranged as those leave them. */
async function arrange(
  { admin }: BenchDatabase,
  tenants: readonly TenantId[],
  texts: readonly string[],
): Promise<void> {
  await withClient(admin, async (client) => {
    await client.query("begin; set local session_replication_role = 'replica'");
    for (const text of texts) await client.query(text, [tenants]);
    await client.query('commit');
    await client.query('vacuum analyze');
  });
}
