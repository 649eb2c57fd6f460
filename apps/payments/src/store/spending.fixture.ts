import { randomBytes } from 'node:crypto';
import type { TenantId } from '@supercargo/kernel';

/** As much of a test's database as these need: the superuser, whom no wall binds. */
interface Records {
  admin<Row extends object>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
  adminClient(): Promise<{ query(text: string, values?: unknown[]): Promise<unknown>; end(): Promise<void> }>;
}

/** As much of a test's stage. */
interface Server {
  readonly database: Records;
  principal(person: string): { readonly tenant: TenantId };
}

/** What the contract knows of a stored plan. */
interface Plan {
  readonly tenant: string;
  readonly effect: Readonly<Record<string, unknown>>;
}

/** Statements past the walls and the triggers of Payments: to arrange what only requests bring about, or what must never be. */
export async function pastTriggers(
  database: Records,
  tenant: string,
  ...statements: readonly (readonly [text: string, parameters: readonly unknown[]])[]
): Promise<void> {
  const client = await database.adminClient();
  try {
    await client.query('begin; set local session_replication_role = replica');
    await client.query("select set_config('app.tenant', $1, true)", [tenant]);
    for (const [text, parameters] of statements) await client.query(text, [...parameters]);
    await client.query('commit');
  } finally {
    await client.end();
  }
}

export const PAYEE = 'SUP-SPEND';
export const COST_CENTRE = 'CC-SPEND';

const payeeOf = (tenant: string, id: string): readonly (readonly [string, readonly unknown[]])[] => [
  [
    `insert into payments.payee (tenant_id, id, name, country, account, changed_at, verified_at, verified_by, allowed)
     values ($1, $2, 'Spending Partners GmbH', 'DE',
       case $2 when '${PAYEE}' then 'DE89370400440532013000' else 'DE' || upper(left(md5($2), 16)) || '3000' end,
       now() - interval '100 days', now() - interval '90 days', 'felix', true) on conflict do nothing`,
    [tenant, id],
  ],
  [
    `insert into payments.cost_centre (tenant_id, id, name) values ($1, '${COST_CENTRE}', 'Spending') on conflict do nothing`,
    [tenant],
  ],
];

/** A payee that may be paid, and a cost centre: none of the demo's, so that nothing else is counted for them. */
export function newPayee(database: Records, tenant: string, id = PAYEE): Promise<void> {
  return pastTriggers(database, tenant, ...payeeOf(tenant, id));
}

/** What payments say differently from the ordinary one. */
export interface Proposed {
  readonly count?: number;
  readonly amountMinor?: number;
  readonly payee?: string;
  readonly costCentre?: string | null;
  readonly currency?: string;
  readonly hoursAgo?: number;
}

/** Letters and digits that no other batch of rows has. */
const fresh = (): string => randomBytes(5).toString('hex').toUpperCase();

/** Proposed payments of bills that match their orders and receipts, as propose_payment leaves them; their ids. */
export async function proposed(database: Records, tenant: string, said: Proposed = {}): Promise<readonly string[]> {
  const {
    count = 1,
    amountMinor = 50_00,
    payee = PAYEE,
    costCentre = COST_CENTRE,
    currency = 'EUR',
    hoursAgo = 0,
  } = said;
  const batch = fresh();
  const of = [tenant, batch, count, payee, amountMinor, currency];
  const each = 'from generate_series(1, $3::integer) n';
  await pastTriggers(
    database,
    tenant,
    ...payeeOf(tenant, payee),
    [
      `insert into payments.purchase_order (tenant_id, number, payee_id, amount_minor, currency)
       select $1, 'PO-' || $2 || '-' || n, $4, $5, $6 ${each}`,
      of,
    ],
    [
      `insert into payments.goods_receipt (tenant_id, order_number, amount_minor, currency, received_at, number)
       select $1, 'PO-' || $2 || '-' || n, $4, $5, now(), 'GR-' || $2 || '-' || n ${each}`,
      [tenant, batch, count, amountMinor, currency],
    ],
    [
      `insert into payments.invoice (tenant_id, id, payee_id, number, order_number, amount_minor, currency, cost_centre_id, state)
       select $1, 'INV-' || $2 || '-' || n, $4, $2 || '-' || n, 'PO-' || $2 || '-' || n, $5, $6, $7, 'proposed' ${each}`,
      [...of, costCentre],
    ],
    [
      `insert into payments.payment (tenant_id, id, invoice_id, payee_id, amount_minor, currency, cost_centre_id, proposer, proposed_by,
         proposed_at)
       select $1, 'PAY-' || $2 || '-' || n, 'INV-' || $2 || '-' || n, $4, $5, $6, $7, 'mara', gen_random_uuid(),
         now() - make_interval(hours => $8) ${each}`,
      [...of, costCentre, hoursAgo],
    ],
  );
  return Array.from({ length: count }, (_, index) => `PAY-${batch}-${(index + 1).toString()}`);
}

/** A payment of a customer; its id. */
export async function customerPayment(
  database: Records,
  tenant: string,
  said: { readonly amountMinor?: number; readonly order?: string; readonly currency?: string } = {},
): Promise<string> {
  const id = `CP-${fresh()}`;
  await pastTriggers(database, tenant, [
    `insert into payments.customer_payment (tenant_id, id, order_number, customer_id, amount_minor, currency, captured_at)
     values ($1, $2, $3, 'CUS-SPEND', $4, $5, now() - interval '9 days')`,
    [tenant, id, said.order ?? `SO-${id}`, said.amountMinor ?? 100_00, said.currency ?? 'EUR'],
  ]);
  return id;
}

const tenantOf = (stage: Server): TenantId => stage.principal('nobody').tenant;

/** The execution of a request that was dispatched. */
export async function executionOf(stage: Server, requestId: string): Promise<string> {
  const text = 'select id from approval.execution where tenant_id = $1 and request_id = $2';
  const [row] = await stage.database.admin<{ id: string }>(text, [tenantOf(stage), requestId]);
  return row?.id ?? '';
}

/** What is counted as spent in a dimension, in minor units. */
export async function spentOf(stage: Server, dimension: string): Promise<number> {
  const text = 'select sum(spent) as spent from policy.spent_hour where tenant_id = $1 and dimension = $2';
  const [row] = await stage.database.admin<{ spent: string | null }>(text, [tenantOf(stage), dimension]);
  return Number(row?.spent ?? 0);
}

/** What executions took and did not give back, and what is counted of it in each dimension, in minor units. */
export async function takenAndCounted(
  stage: Server,
): Promise<{ readonly taken: number; readonly counted: Readonly<Record<string, number>> }> {
  const of = [tenantOf(stage)];
  const [row] = await stage.database.admin<{ taken: string }>(
    'select coalesce(sum(amount_minor), 0) as taken from policy.spending where tenant_id = $1 and returned_at is null',
    of,
  );
  const counted = await stage.database.admin<{ dimension: string; spent: string }>(
    'select dimension, sum(spent) as spent from policy.spent_hour where tenant_id = $1 group by 1',
    of,
  );
  return {
    taken: Number(row?.taken),
    counted: Object.fromEntries(counted.map(({ dimension, spent }) => [dimension, Number(spent)])),
  };
}

const breaking =
  (text: string, ...of: readonly string[]) =>
  (database: Records, { tenant, effect }: Plan): Promise<void> =>
    pastTriggers(database, tenant, [text, [tenant, ...of.map((name) => effect[name])]]);

/** Where every payment and refund stands. */
async function standing(stage: Server): Promise<unknown> {
  return stage.database.admin(
    `select p.id, p.state, p.amount_minor::text from payments.payment p where p.tenant_id = $1
     union all select r.id, r.state, r.amount_minor::text from payments.refund r where r.tenant_id = $1 order by 1`,
    [tenantOf(stage)],
  );
}

/** Good inputs of the tools that spend, for the contract of all servers. */
export const SPENDING_GOOD = {
  check_budget: async (stage: Server) => {
    await newPayee(stage.database, tenantOf(stage));
    return { amount: '100.00', currency: 'EUR', payee: PAYEE, cost_centre: COST_CENTRE };
  },
  release_payment: async (stage: Server) => {
    const [payment = ''] = await proposed(stage.database, tenantOf(stage));
    return { payment };
  },
  issue_refund: async (stage: Server) => ({
    customer_payment: await customerPayment(stage.database, tenantOf(stage)),
    ...{ amount: '10.00', currency: 'EUR', return_id: `RMA-${fresh()}` },
  }),
} as const;

/** How the guards of what spends break. Neither is undone: the money has left. */
export const SPENDING_WRITES = {
  release_payment: {
    holds: standing,
    breakGuard: {
      payment_state: breaking(
        `update payments.payment set state = 'cancelled', cancelled_by = proposed_by, settled_at = now()
         where tenant_id = $1 and id = $2`,
        'payment_id',
      ),
      invoice_state: breaking(
        "update payments.invoice set state = 'open' where tenant_id = $1 and id = $2",
        'invoice_id',
      ),
      account_hash: breaking(
        "update payments.payee set account = 'DE02120300000000202051' where tenant_id = $1 and id = $2",
        'payee_id',
      ),
      open_holds: breaking(
        `insert into payments.hold (tenant_id, invoice_id, kind, why) values ($1, $2, 'amount_differs', 'the order is of another amount')`,
        'invoice_id',
      ),
      match: breaking(
        `update payments.purchase_order o set amount_minor = o.amount_minor + 1 from payments.invoice i
         where o.tenant_id = $1 and i.tenant_id = $1 and i.id = $2 and o.number = i.order_number`,
        'invoice_id',
      ),
    },
  },
  issue_refund: {
    holds: standing,
    breakGuard: {
      refundable_at_least: breaking(
        'update payments.customer_payment set refunded_minor = amount_minor where tenant_id = $1 and id = $2',
        'customer_payment_id',
      ),
    },
  },
} as const;
