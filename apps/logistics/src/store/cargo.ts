import type { Money } from '@supercargo/kernel';

/** What is in a shipment, summed: which orders are in it, and what it is worth by currency. */
export interface Cargo {
  /** 20 at most. */
  readonly orders: readonly string[];
  readonly ordersTotal: number;
  readonly linesTotal: number;
  readonly value: readonly Money[];
}

export interface CargoRow {
  readonly orders: readonly string[] | null;
  readonly orders_total: string;
  readonly lines_total: string;
  readonly value: readonly (readonly [currency: string, minor: string])[] | null;
}

export const CARGO_COLUMNS = 'o.orders, o.orders_total, o.lines_total, v.value';

/** A join of a shipment `s` to `o (orders, orders_total, lines_total)` and `v (value)`. */
export const JOIN_CARGO = `left join lateral (
    select (array_agg(distinct l.order_number) filter (where l.order_number is not null))[1:20] as orders,
      count(distinct l.order_number) as orders_total, count(*) as lines_total
    from logistics.shipment_line l where l.tenant_id = app.tenant() and l.shipment_id = s.id) o on true
  left join lateral (
    select jsonb_agg(jsonb_build_array(w.currency, w.minor::text) order by w.currency) as value
    from (select l.currency, sum(l.value_minor) as minor from logistics.shipment_line l
      where l.tenant_id = app.tenant() and l.shipment_id = s.id and l.currency is not null group by l.currency) w) v on true`;

export function cargoOf({ orders, orders_total: ordersTotal, lines_total: linesTotal, value }: CargoRow): Cargo {
  return {
    orders: orders ?? [],
    ordersTotal: Number(ordersTotal),
    linesTotal: Number(linesTotal),
    value: (value ?? []).map(([currency, minor]) => ({ minor: BigInt(minor), currency })),
  };
}

/** Why a shipment is late, as the last event says that tells of it. */
export interface Why {
  readonly kind: 'customs_hold' | 'delayed';
  readonly place: string | null;
  readonly note: string | null;
  readonly at: Date;
}

export interface WhyRow {
  readonly why_kind: Why['kind'] | null;
  readonly why_place: string | null;
  readonly why_note: string | null;
  readonly why_at: Date | null;
}

export const WHY_COLUMNS = 'y.kind as why_kind, y.place as why_place, y.note as why_note, y.occurred_at as why_at';

/** A join of a shipment `s` to `y`, the last event that says why it is late. */
export const JOIN_WHY = `left join lateral (
    select e.kind, e.place, e.note, e.occurred_at from logistics.shipment_event e
    where e.tenant_id = app.tenant() and e.shipment_id = s.id and e.kind in ('customs_hold', 'delayed')
    order by e.occurred_at desc, e.id desc limit 1) y on true`;

export function whyOf({ why_kind: kind, why_place: place, why_note: note, why_at: at }: WhyRow): Why | null {
  return kind === null || at === null ? null : { kind, place, note, at };
}
