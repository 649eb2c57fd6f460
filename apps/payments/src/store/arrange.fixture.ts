import { randomBytes } from 'node:crypto';

/** As much of a test's database as these need. */
export interface Records {
  adminClient(): Promise<{
    query(text: string, values?: unknown[]): Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
    end(): Promise<void>;
  }>;
}

/** One statement past the walls, in a transaction of the tenant: the triggers of Payments look at whose rows they are. */
export async function arrange(
  database: Records,
  tenant: string,
  text: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const client = await database.adminClient();
  try {
    await client.query('begin');
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    const { rows } = await client.query(text, [...parameters]);
    await client.query('commit');
    return rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    await client.end();
  }
}

/** What a new invoice says differently from the ordinary one. */
export interface NewInvoice {
  readonly payee?: string;
  readonly amountMinor?: number;
  /** Null: it names no order. */
  readonly order?: string | null;
  readonly orderedMinor?: number;
  readonly received?: boolean;
  readonly number?: string;
  readonly costCentre?: string | null;
}

/** A bill with its order and receipt, which match unless it is said otherwise; its id. */
export async function newInvoice(database: Records, tenant: string, said: NewInvoice = {}): Promise<string> {
  const id = `INV-N${randomBytes(6).toString('hex').toUpperCase()}`;
  const { payee = 'SUP-FINCA', amountMinor = 500_00, received = true, costCentre = 'CC-ROAST' } = said;
  const order = said.order === undefined ? `PO-${id}` : said.order;
  if (order !== null) {
    await arrange(
      database,
      tenant,
      `insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency)
       values ($1, $2, $3, $4, 'EUR') on conflict do nothing`,
      [tenant, order, payee, said.orderedMinor ?? amountMinor],
    );
  }
  if (order !== null && received) {
    await arrange(
      database,
      tenant,
      `insert into payments.goods_receipt (tenant_id, order_number, amount_minor, currency, received_at, number)
       values ($1, $2, $3, 'EUR', now(), 'GR-' || $4) on conflict do nothing`,
      [tenant, order, said.orderedMinor ?? amountMinor, id],
    );
  }
  await arrange(
    database,
    tenant,
    `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, cost_centre_id, received_on, due_on)
     values ($1, $2, $3, $4, $5, $6, 'EUR', $7, current_date, current_date + 14)`,
    [tenant, id, payee, said.number ?? id, order, amountMinor, costCentre],
  );
  return id;
}
