import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { FlagKind, FlagSeverity, FlagState } from '../domain/flag.ts';

/** What the effects on flags say they did: which flag. */
export const FlaggedResult = z.object({ flag_id: z.uuid() });

export interface Flag {
  readonly id: string;
  readonly order: string;
  readonly kind: FlagKind;
  readonly severity: FlagSeverity;
  readonly note: string | null;
  readonly state: FlagState;
  readonly shipmentNumber: string | null;
  /** As the transport system last said, an ISO 8601 date. */
  readonly expectedOn: string | null;
  readonly daysLate: number | null;
  readonly raisedAt: Date;
  readonly raisedBy: 'request' | 'event';
  readonly clearedAt: Date | null;
}

export interface FlagRow {
  readonly id: string;
  readonly order_number: string;
  readonly kind: FlagKind;
  readonly severity: FlagSeverity;
  readonly note: string | null;
  readonly state: FlagState;
  readonly shipment_number: string | null;
  readonly expected_on: string | null;
  readonly days_late: number | null;
  readonly raised_at: Date;
  readonly by_event: boolean;
  readonly cleared_at: Date | null;
}

const COLUMNS = `f.id, f.order_number, f.kind, f.severity, f.note, f.state, f.shipment_number,
    to_char(f.expected_on, 'YYYY-MM-DD') as expected_on, f.days_late, f.raised_at, f.raised_by is null as by_event, f.cleared_at`;

const ONE = {
  name: 'orders_flag',
  text: `select ${COLUMNS} from orders.flag f where f.tenant_id = app.tenant() and f.id = $1`,
} as const;

const OPEN = {
  name: 'orders_flag_open',
  text: `select ${COLUMNS} from orders.flag f where f.tenant_id = app.tenant() and f.order_number = $1 and f.state = 'open'
           and f.kind = $2 and coalesce(f.shipment_number, '') = coalesce($3::text, '')`,
} as const;

const OF_ORDER = {
  name: 'orders_flags_of_order',
  text: `select ${COLUMNS} from orders.flag f where f.tenant_id = app.tenant() and f.order_number = $1
         order by f.state desc, f.raised_at desc, f.id limit $2`,
} as const;

const LATEST = {
  name: 'orders_flag_latest',
  text: `select ${COLUMNS} from orders.flag f where f.tenant_id = app.tenant() and f.order_number = $1 and f.state = 'open'
           and f.kind = 'late_shipment' order by f.days_late desc nulls last, f.id limit 1`,
} as const;

// Behind a select PostgreSQL does not count the orders: one plan is for any number of them, where a new one costs more than the read.
const OPEN_OF_ORDERS = {
  name: 'orders_flags_of_orders',
  text: `select w.* from unnest((select $1::text[])) n (number) cross join lateral (
           select ${COLUMNS} from orders.flag f where f.tenant_id = app.tenant() and f.order_number = n.number and f.state = 'open'
           order by f.raised_at desc, f.id limit $2) w`,
} as const;

function flagOf(row: FlagRow): Flag {
  return {
    ...{
      id: row.id,
      order: row.order_number,
      kind: row.kind,
      severity: row.severity,
      note: row.note,
      state: row.state,
    },
    ...{ shipmentNumber: row.shipment_number, expectedOn: row.expected_on, daysLate: row.days_late },
    ...{ raisedAt: row.raised_at, raisedBy: row.by_event ? 'event' : 'request', clearedAt: row.cleared_at },
  };
}

export async function readFlag(tx: TenantTx, id: string): Promise<Flag | undefined> {
  const [row] = await tx.query<FlagRow>(ONE, [id]);
  return row === undefined ? undefined : flagOf(row);
}

/** The open flag of this kind, of a late shipment that of this shipment. */
export async function readOpenFlag(
  tx: TenantTx,
  order: string,
  kind: FlagKind,
  shipmentNumber: string | null,
): Promise<Flag | undefined> {
  const [row] = await tx.query<FlagRow>(OPEN, [order, kind, shipmentNumber]);
  return row === undefined ? undefined : flagOf(row);
}

/** At most `limit` flags of an order: the open ones first, each kind newest first. */
export async function flagsOfOrder(tx: TenantTx, order: string, limit: number): Promise<readonly Flag[]> {
  return (await tx.query<FlagRow>(OF_ORDER, [order, limit])).map(flagOf);
}

/** The open flags of some orders, at most `limit` of each. */
export async function openFlagsOf(tx: TenantTx, orders: readonly string[], limit: number): Promise<readonly Flag[]> {
  return orders.length === 0 ? [] : (await tx.query<FlagRow>(OPEN_OF_ORDERS, [orders, limit])).map(flagOf);
}

/** Of the open flags of late shipments of an order that of the latest one. */
export async function openLateFlag(tx: TenantTx, order: string): Promise<Flag | undefined> {
  const [row] = await tx.query<FlagRow>(LATEST, [order]);
  return row === undefined ? undefined : flagOf(row);
}
