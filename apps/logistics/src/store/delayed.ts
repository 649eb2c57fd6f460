import type { TenantTx } from '@supercargo/tenancy';
import type { Mode } from '../domain/shipment.ts';
import { SHIPMENT_COLUMNS, SHIPMENT_JOINS, shipmentOf, type Shipment, type ShipmentRow } from './shipments.ts';

export interface DelayFilter {
  /** The day by which what is not delivered is late. */
  readonly today: string;
  readonly open: boolean;
  readonly delivered: boolean;
  readonly carrierId: string | null;
  readonly country: string | null;
  readonly mode: Mode | null;
  readonly daysLateMin: number;
}

export interface DelayPlace {
  readonly daysLate: number;
  readonly id: string;
}

export interface Delayed {
  readonly shipment: Shipment;
  readonly daysLate: number;
}

const FITS = `s.tenant_id = app.tenant() and ($4::text is null or s.carrier_id = $4) and ($5::text is null or s.country = $5)
    and ($6::text is null or s.mode = $6)`;
const OPEN = `$2::boolean and s.state in ('planned', 'in_transit', 'customs') and s.promised_on <= $1::date - $7::integer and ${FITS}`;
const DELIVERED = `$3::boolean and s.days_early < 0 and s.days_early <= -$7::integer and ${FITS}`;

// Each kind in the order of its own index, as far as one page goes; then the two together.
const PAGE = {
  name: 'logistics_delayed',
  text: `with late as (
      (select s.id, $1::date - s.promised_on as days from logistics.shipment s
        where ${OPEN} and ($8::integer is null or (s.promised_on, s.id) > ($1::date - $8, $9::text))
        order by s.promised_on, s.id limit $10)
      union all
      (select s.id, -s.days_early from logistics.shipment s
        where ${DELIVERED} and ($8::integer is null or (s.days_early, s.id) > (-$8, $9::text))
        order by s.days_early, s.id limit $10)
    ), page as (
      select late.id, late.days from late order by late.days desc, late.id limit $10
    )
    select page.days as days_late, ${SHIPMENT_COLUMNS}
    from page join logistics.shipment s on s.tenant_id = app.tenant() and s.id = page.id ${SHIPMENT_JOINS}
    order by page.days desc, page.id`,
} as const;

const COUNT = {
  name: 'logistics_delayed_count',
  text: `select (select count(*) from logistics.shipment s where ${OPEN}) as open, (select count(*) from logistics.shipment s where ${DELIVERED}) as delivered`,
} as const;

export interface DelayedPage {
  readonly rows: readonly Delayed[];
  readonly open: number;
  readonly delivered: number;
}

/** Late shipments, the latest first, and how many there are in all. A shipment is one ASN or DN, whatever its lines. */
export async function listDelayed(
  tx: TenantTx,
  { today, open, delivered, carrierId, country, mode, daysLateMin }: DelayFilter,
  page: { readonly after: DelayPlace | null; readonly limit: number },
): Promise<DelayedPage> {
  const which = [today, open, delivered, carrierId, country, mode, daysLateMin];
  const { after, limit } = page;
  const [rows, [count]] = await Promise.all([
    tx.query<ShipmentRow & { days_late: number }>(PAGE, [...which, after?.daysLate ?? null, after?.id ?? null, limit]),
    tx.query<{ open: string; delivered: string }>(COUNT, which),
  ]);
  return {
    rows: rows.map((row) => ({ shipment: shipmentOf(row), daysLate: row.days_late })),
    open: Number(count?.open ?? 0),
    delivered: Number(count?.delivered ?? 0),
  };
}
