import { DAYS, type Calendar } from './calendar.ts';
import { uuidOf } from '@supercargo/imports';
import type { Chance } from './chance.ts';
import type { DemoMovement, DemoOrder } from './facts.ts';
import { pastOf, type Past, type Shelf } from './shelf.ts';

/** How an item is bought; null where it is not known from whom or at what price, so that deliveries have no order. */
export interface Purchase {
  readonly supplier: string;
  readonly priceMinor: number;
  readonly leadTimeDays: number;
}

/** An order before it has its number, which follows from all orders. A delivery's movement refers to it by its key until then. */
export type UnnumberedOrder = Omit<DemoOrder, 'number'> & { readonly key: string };

export interface History {
  readonly movements: readonly DemoMovement[];
  readonly orders: readonly UnnumberedOrder[];
}

/** Where histories come from: the same seed and day give the same. */
export interface Source {
  readonly seed: string;
  readonly calendar: Calendar;
}

/** How much of what a second warehouse receives is sent by the first, not by the supplier. */
const SENT = 0.3;

/** The year of an item: its shelves, the one that supplies the others first. */
export function historyOf(
  source: Source,
  chance: Chance,
  shelves: readonly Shelf[],
  purchase: Purchase | null,
): History {
  const [first, ...others] = shelves;
  if (first === undefined) return { movements: [], orders: [] };
  const sentOn = new Map<number, number>();
  const years = others.map((shelf) => {
    const past = pastOf(chance, source.calendar, shelf, new Map());
    const sent = new Set(past.deliveries.filter(() => chance.happens(SENT)).map(({ day }) => day));
    for (const { day, quantity } of past.deliveries) {
      if (sent.has(day)) sentOn.set(day, (sentOn.get(day) ?? 0) + quantity);
    }
    return yearOf(source, chance, shelf, past, sent, purchase);
  });
  const past = pastOf(chance, source.calendar, first, sentOn);
  const firstYear = yearOf(source, chance, first, past, new Set(), purchase);
  const out = [...sentOn].map(([day, quantity]) =>
    movement(source, first, {
      kind: 'transfer_out',
      day,
      time: '10:00',
      quantity: -quantity,
      reference: `TR-${first.sku}-${day.toString()}`,
    }),
  );
  return {
    movements: [...firstYear.movements, ...out, ...years.flatMap(({ movements }) => movements)],
    orders: [...firstYear.orders, ...years.flatMap(({ orders }) => orders)],
  };
}

interface Moved {
  readonly kind: DemoMovement['kind'];
  readonly day: number;
  readonly time: string;
  readonly quantity: number;
  readonly reference?: string;
  readonly reason?: string;
}

function movement({ seed, calendar }: Source, { sku, warehouse }: Shelf, moved: Moved): DemoMovement {
  const { kind, day, time, quantity, reference = null, reason = null } = moved;
  const id = uuidOf(`${seed}|${kind}|${sku}|${warehouse}|${day.toString()}|${time}`);
  return { id, sku, warehouse, kind, quantity, at: calendar.at(day, time), reference, reason };
}

function yearOf(
  source: Source,
  chance: Chance,
  shelf: Shelf,
  { opening, deliveries, adjustments }: Past,
  sent: ReadonlySet<number>,
  purchase: Purchase | null,
): History {
  const moved: Moved[] = [];
  const orders: UnnumberedOrder[] = [];
  if (opening > 0) moved.push({ kind: 'receipt', day: 0, time: '05:00', quantity: opening, reference: 'OPENING' });
  for (const { day, quantity } of deliveries) {
    const delivery = { day, quantity };
    if (sent.has(day)) {
      moved.push({ ...delivery, kind: 'transfer_in', time: '10:00', reference: `TR-${shelf.sku}-${day.toString()}` });
      continue;
    }
    const order = purchase === null ? undefined : receivedOrder(source, chance, shelf, delivery, purchase);
    if (order !== undefined) orders.push(order);
    const reference = order?.key ?? `DN-${chance.whole(100_000, 999_999).toString()}`;
    moved.push({ ...delivery, kind: 'receipt', time: '07:30', reference });
  }
  shelf.issues.forEach((units, day) => {
    if (units > 0) moved.push({ kind: 'issue', day, time: '15:30', quantity: -units });
  });
  for (const adjustment of adjustments) moved.push({ ...adjustment, kind: 'adjustment', time: '17:00' });
  return { movements: moved.map((one) => movement(source, shelf, one)), orders };
}

/** Suppliers are mostly punctual, sometimes late, seldom very late. */
function delayDays(chance: Chance): number {
  if (chance.happens(0.08)) return chance.whole(4, 12);
  return chance.happens(0.6) ? 0 : chance.whole(-1, 3);
}

function receivedOrder(
  source: Source,
  chance: Chance,
  shelf: Shelf,
  { day, quantity }: { readonly day: number; readonly quantity: number },
  purchase: Purchase,
): UnnumberedOrder {
  const orderedDay = day - Math.max(1, purchase.leadTimeDays + delayDays(chance));
  return {
    ...orderOn(source, shelf, purchase, {
      name: `received ${day.toString()}`,
      orderedDay,
      quantity,
      state: 'received',
    }),
    priceMinor: priceThen(chance, purchase.priceMinor, DAYS - day),
    receivedAt: source.calendar.at(day, '07:30'),
  };
}

/** Prices rose by about four in a hundred over the year; what was bought lately cost what it costs now. */
function priceThen(chance: Chance, priceMinor: number, daysAgo: number): number {
  if (daysAgo <= 60) return priceMinor;
  return Math.max(1, Math.round(priceMinor * (1 - 0.04 * (daysAgo / DAYS)) * chance.noise(0.01)));
}

export interface Ordered {
  /** Tells it from the other orders for its shelf. */
  readonly name: string;
  readonly orderedDay: number;
  readonly quantity: number;
  readonly state: DemoOrder['state'];
  /** Where the supplier named another day than the usual one. */
  readonly expectedDay?: number;
}

/** An order as the warehouse system keeps it, not yet received. */
export function orderOn(
  { seed, calendar }: Source,
  { sku, warehouse }: Pick<Shelf, 'sku' | 'warehouse'>,
  { supplier, priceMinor, leadTimeDays }: Purchase,
  { name, orderedDay, quantity, state, expectedDay }: Ordered,
): UnnumberedOrder {
  const key = `${sku}|${warehouse}|${name}`;
  return {
    ...{ key, id: uuidOf(`${seed}|order|${key}`), sku, supplier, warehouse, quantity, priceMinor, state },
    orderedAt: calendar.at(orderedDay, '09:15'),
    expectedOn: calendar.date(expectedDay ?? orderedDay + leadTimeDays),
    receivedAt: null,
  };
}
