import type { BreakGuard, ServerFacts, Stage } from '@supercargo/testing';

/** A return as the desk's own system would have it; what is left out is that of a return worth 40.00 that came in time. */
export interface GivenReturn {
  readonly id?: string;
  readonly customer?: string;
  readonly order?: string;
  readonly reason?: string;
  readonly state?: 'requested' | 'approved' | 'rejected' | 'cancelled' | 'received' | 'closed';
  readonly words?: string | null;
  /** Days ago; null: not recorded. */
  readonly delivered?: number | null;
  readonly requested?: number;
  readonly currency?: string;
  readonly lines?: readonly {
    readonly sku?: string;
    readonly category?: string;
    readonly quantity?: number;
    readonly price: number;
  }[];
}

const DECIDED = ['approved', 'rejected', 'received', 'closed'];

/** A return that somebody asked for; its number. Instants are half a day off the edges of days. */
export async function newReturn(stage: Stage, given: GivenReturn = {}): Promise<string> {
  const { database } = stage;
  const { tenant } = stage.principal('nobody');
  const id = given.id ?? `T-${crypto.randomUUID().slice(0, 18)}`;
  const { customer = 'CUS-CARLOS', reason = 'damaged', state = 'requested', words = null, currency = 'EUR' } = given;
  const { order = `SO-${id}`, delivered = 9, requested = 2, lines = [{ price: 40_00 }] } = given;
  await database.admin(
    `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, words, delivered_on, requested_at, state, currency, decided_at,
       refund_minor, received_at, closed_at)
     values ($1, $2, $3, $4, $5, $6, (now() at time zone 'UTC')::date - $7::integer,
       date_trunc('day', now(), 'UTC') + interval '12 hours' - make_interval(days => $8), $9, $10,
       case when $9 = any($11::text[]) then clock_timestamp() end, case when $9 in ('approved', 'received', 'closed') then 100 end,
       case when $9 in ('received', 'closed') then clock_timestamp() end, case when $9 = 'closed' then clock_timestamp() end)`,
    [...[tenant, id, order, customer, reason, words, delivered, requested, state, currency, DECIDED]],
  );
  await database.admin(
    `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, category, quantity, price_minor)
     select $1, $2, row_number() over (), $3, coalesce(x.sku, 'COF-1KG'), 'Coffee beans, washed arabica, 1 kg bag',
       coalesce(x.category, 'goods'), coalesce(x.quantity, 1), x.price
     from jsonb_to_recordset($4::jsonb) x (sku text, category text, quantity bigint, price bigint)`,
    [tenant, id, customer, JSON.stringify(lines)],
  );
  return id;
}

/** A line of an order that was delivered, as Orders would have told it. */
export interface GivenSale {
  readonly order?: string;
  readonly customer?: string;
  readonly line?: number;
  readonly sku?: string;
  readonly category?: string;
  readonly quantity?: number;
  readonly price?: number;
  /** Days ago; null: not recorded. */
  readonly delivered?: number | null;
}

/** An order of carla's of which five of an item came nine days ago; its number. */
export async function newSale(stage: Stage, given: GivenSale = {}): Promise<string> {
  const { tenant } = stage.principal('nobody');
  const { order = `T-${crypto.randomUUID().slice(0, 18)}`, customer = 'CUS-CARLA', line = 1, sku = 'TEA-ASM' } = given;
  const { category = 'any', quantity = 5, price = 12_80, delivered = 9 } = given;
  await stage.database.admin(
    `insert into returns.sold_line (tenant_id, order_number, line_number, customer_id, sku, description, category, quantity, price_minor, currency,
       delivered_on)
     values ($1, $2, $3, $4, $5, 'Assam black tea, 500 g tin', $6, $7, $8, 'EUR', (now() at time zone 'UTC')::date - $9::integer)`,
    [...[tenant, order, line, customer, sku, category, quantity, price, delivered]],
  );
  return order;
}

/** Where each return stands, and which label of it counts. */
async function standing(stage: Stage): Promise<unknown> {
  return stage.database.admin(
    `select r.id, r.state, r.refund_minor, r.rejected_because, l.carrier_id, l.cost_minor
     from returns.rma r left join returns.label l on l.tenant_id = r.tenant_id and l.rma_id = r.id and l.state = 'issued'
     where r.tenant_id = $1 order by r.id`,
    [stage.principal('nobody').tenant],
  );
}

/** Changes the return of a plan as another file from the desk's own system would. */
function returnWith(change: string): BreakGuard {
  return (database, { tenant, effect }) =>
    database.admin(`update returns.rma set ${change} where tenant_id = $1 and id = $2`, [tenant, effect['rma_id']]);
}

const fewer: BreakGuard = (database, { tenant, effect }) =>
  database.admin('update returns.rma_line set quantity = quantity + 1 where tenant_id = $1 and rma_id = $2', [
    ...[tenant, effect['rma_id']],
  ]);

/** Changes what was sold as a later word of Orders would. */
function soldWith(change: string): BreakGuard {
  return (database, { tenant, effect }) =>
    database.admin(`update returns.sold_line set ${change} where tenant_id = $1 and order_number = $2`, [
      ...[tenant, effect['order']],
    ]);
}

/** How what customers ask of Returns is guarded. */
export const OWN_RETURNS_WRITES: ServerFacts['writes'] = {
  request_return: {
    holds: standing,
    breakGuard: {
      sold: soldWith('price_minor = price_minor - 1'),
      days: soldWith('delivered_on = delivered_on - 1'),
      policy: (database, { tenant }) =>
        database.admin('update returns.return_policy set window_days = window_days + 1 where tenant_id = $1', [tenant]),
      returned: async (database, { tenant, effect }) => {
        await database.admin(
          `insert into returns.rma (tenant_id, id, order_number, customer_id, reason, currency)
           values ($1, 'T-OTHER', $2, 'CUS-CARLA', 'other', 'EUR')`,
          [tenant, effect['order']],
        );
        await database.admin(
          `insert into returns.rma_line (tenant_id, rma_id, line_number, customer_id, sku, description, quantity, price_minor)
           values ($1, 'T-OTHER', 1, 'CUS-CARLA', 'TEA-ASM', 'Tea', 1, 100)`,
          [tenant],
        );
      },
    },
  },
};

/** How each write of Returns is taken back, and how its guards break. */
export const RETURNS_WRITES: ServerFacts['writes'] = {
  approve_return: {
    holds: standing,
    breakGuard: {
      rma_state: returnWith("state = 'cancelled'"),
      claimed: fewer,
      days: returnWith('delivered_on = delivered_on - 1'),
      policy: (database, { tenant }) =>
        database.admin('update returns.return_policy set window_days = window_days + 1 where tenant_id = $1', [tenant]),
    },
  },
  reject_return: {
    holds: standing,
    breakGuard: { rma_state: returnWith("state = 'cancelled'"), claimed: fewer },
  },
  issue_label: {
    holds: standing,
    undo: (_input, { label_id: id }) => ({ label_id: id }),
    breakGuard: {
      rma_state: returnWith("state = 'received', received_at = now()"),
      label_price: (database, { tenant, effect }) =>
        database.admin('update returns.carrier set label_minor = label_minor + 1 where tenant_id = $1 and id = $2', [
          ...[tenant, effect['carrier_id']],
        ]),
    },
  },
  void_label: {
    holds: standing,
    undo: (_input, { rma_id: id }) => ({
      rma_id: id,
      carrier: 'CAR-SWIFT',
    }),
    breakGuard: {
      rma_state: returnWith("state = 'received', received_at = now()"),
      label_state: (database, { tenant, effect }) =>
        database.admin(
          "update returns.label set state = 'voided', voided_at = now() where tenant_id = $1 and id = $2",
          [...[tenant, effect['label_id']]],
        ),
    },
  },
};
