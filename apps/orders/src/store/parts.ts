import type { TenantTx } from '@supercargo/tenancy';
import * as z from 'zod';
import type { PartState } from '../domain/part.ts';

/** What the effect of a split says it did: which part of which order. */
export const SplitResult = z.object({ order: z.string(), part: z.int(), part_state: z.string() });

/** A part of an order that ships separately. Days are ISO 8601 dates; null: not recorded. */
export interface Part {
  readonly part: number;
  readonly state: PartState;
  readonly promisedOn: string | null;
  readonly deliveredOn: string | null;
  readonly shipmentNumber: string | null;
  /** All of it in a line of text, as the effect function spells it. */
  readonly said: string;
  readonly lines: readonly { readonly line: number; readonly sku: string; readonly quantity: number | null }[];
}

interface PartRow {
  readonly said: string;
  readonly part: number;
  readonly state: PartState;
  readonly promised_on: string | null;
  readonly delivered_on: string | null;
  readonly shipment_number: string | null;
  readonly lines: readonly { readonly line: number; readonly sku: string; readonly quantity: number | null }[];
}

const COLUMNS = `s.part, orders.part_text(s.order_number, s.part) as said, s.state, to_char(s.promised_on, 'YYYY-MM-DD') as promised_on,
    to_char(s.delivered_on, 'YYYY-MM-DD') as delivered_on, s.shipment_number,
    coalesce((select jsonb_agg(jsonb_build_object('line', q.line_number, 'sku', l.sku, 'quantity', q.quantity) order by q.line_number)
      from (select * from orders.part_line q where q.tenant_id = app.tenant() and q.order_number = s.order_number and q.part = s.part
        order by q.line_number limit 100) q
      join orders.order_line l on l.tenant_id = app.tenant() and l.order_number = s.order_number and l.line_number = q.line_number), '[]') as lines`;

const OF_ORDER = {
  name: 'orders_parts',
  text: `select ${COLUMNS} from orders.shipment_part s
         where s.tenant_id = app.tenant() and s.order_number = $1 and s.state <> 'joined' order by s.part limit $2`,
} as const;

const ONE = {
  name: 'orders_part',
  text: `select ${COLUMNS} from orders.shipment_part s where s.tenant_id = app.tenant() and s.order_number = $1 and s.part = $2`,
} as const;

function partOf(row: PartRow): Part {
  return {
    ...{ part: row.part, state: row.state, promisedOn: row.promised_on, deliveredOn: row.delivered_on },
    ...{ shipmentNumber: row.shipment_number, said: row.said, lines: row.lines },
  };
}

/** At most `limit` parts of an order that count, by number. */
export async function partsOfOrder(tx: TenantTx, order: string, limit: number): Promise<readonly Part[]> {
  return (await tx.query<PartRow>(OF_ORDER, [order, limit])).map(partOf);
}

export async function readPart(tx: TenantTx, order: string, part: number): Promise<Part | undefined> {
  const [row] = await tx.query<PartRow>(ONE, [order, part]);
  return row === undefined ? undefined : partOf(row);
}
