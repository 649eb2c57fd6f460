import { DAYS, calendarOf } from './calendar.ts';
import { itemsOf, type Family } from './catalogue/family.ts';
import type { CatalogueSupplier } from './catalogue/suppliers.ts';
import { keep, standingsOf, type Kept, type Unwell } from './assortment.ts';
import { roundBatch } from './batch.ts';
import { coreRows } from './core-history.ts';
import type { CoreFacts } from './core.ts';
import { dailyIssues, useOf } from './demand.ts';
import type { DemoFacts, DemoItem, DemoStock, DemoWarehouse } from './facts.ts';
import { historyOf, orderOn, type History, type Purchase, type Source, type UnnumberedOrder } from './history.ts';
import { numbered } from './numbering.ts';
import type { Shelf } from './shelf.ts';
import { todayOf, type Levels, type Standing } from './standing.ts';

/** Everything that makes a demo company: its core by hand, the rest by chance. */
export interface Blueprint {
  readonly seed: string;
  readonly core: CoreFacts;
  readonly families: readonly Family[];
  readonly suppliers: readonly CatalogueSupplier[];
  readonly warehouses: readonly DemoWarehouse[];
  readonly unwell: Unwell;
}

/** What one item adds to a company. */
export interface ItemRows extends History {
  readonly item: DemoItem;
  readonly stock: readonly DemoStock[];
}

const USUAL_LEAD_TIME_DAYS = 14;
/** For how many days' use a delivery is, by how often the item leaves. */
const BATCH_DAYS = { daily: 30, often: 60, seldom: 180 } as const;
/** Of nine normal years in ten, and of none by much. */
const SAFETY = 1.28;
const CANCELLED = 0.03;

/** Splits units between warehouses: most lies in the first. */
function split(units: number, among: number): readonly number[] {
  const others = Array.from({ length: among - 1 }, () => Math.floor(units / (among + 1)));
  return [units - others.reduce((total, part) => total + part, 0), ...others];
}

function levelsOf(kept: Kept, issues: readonly (readonly number[])[]): Levels {
  const total = Array.from({ length: DAYS }, (_, day) => issues.reduce((units, line) => units + (line[day] ?? 0), 0));
  const { daily, deviation } = useOf(total);
  const leadTimeDays = kept.leadTimeDays ?? USUAL_LEAD_TIME_DAYS;
  const safetyStock = Math.max(1, Math.round(SAFETY * deviation * Math.sqrt(leadTimeDays)));
  const reorderPoint = Math.ceil(daily * leadTimeDays) + safetyStock;
  return {
    dailyUse: daily,
    leadTimeDays,
    safetyStock,
    reorderPoint,
    batch: roundBatch((kept.weeklyUse / 7) * BATCH_DAYS[kept.pace]),
  };
}

function rowsOf(source: Source, kept: Kept, standing: Standing): ItemRows {
  const { chance, item, pace, supplier, priceMinor, warehouses } = kept;
  const shares = split(1_000, Math.max(1, warehouses.length));
  const issues = warehouses.map((_, index) =>
    dailyIssues(chance, source.calendar, {
      ...{ pace, season: item.family.season },
      weeklyUse: (kept.weeklyUse * (shares[index] ?? 0)) / 1_000,
    }),
  );
  const levels = levelsOf(kept, issues);
  const today = todayOf(chance, standing, levels);
  const available = split(today.available, Math.max(1, warehouses.length));
  const shelves = warehouses.map((warehouse, index): Shelf & { readonly allocated: number } => {
    const free = available[index] ?? 0;
    const allocated = chance.happens(0.35) ? Math.floor(free * chance.between(0.02, 0.25)) : 0;
    const share = (shares[index] ?? 0) / 1_000;
    const batch = roundBatch(levels.batch * share);
    return {
      sku: item.sku,
      warehouse,
      onHand: free + allocated,
      allocated,
      issues: issues[index] ?? [],
      batch,
      low: levels.safetyStock * share,
    };
  });
  const purchase =
    supplier === null || priceMinor === null ? null : { supplier, priceMinor, leadTimeDays: levels.leadTimeDays };
  const past = historyOf(source, chance, shelves, purchase);
  const orders = [...past.orders, ...unreceived(source, kept, shelves[0], purchase, today.onOrder, levels.batch)];
  return {
    item: itemRow(kept, levels, orders),
    stock: shelves.map(({ sku, warehouse, onHand, allocated }) => ({ sku, warehouse, onHand, allocated })),
    movements: past.movements,
    orders,
  };
}

/** What is on its way, and here and there an order that came to nothing. */
function unreceived(
  source: Source,
  { chance }: Kept,
  shelf: Shelf | undefined,
  purchase: Purchase | null,
  onOrder: ReturnType<typeof todayOf>['onOrder'],
  batch: number,
): readonly UnnumberedOrder[] {
  if (shelf === undefined || purchase === null) return [];
  const orders: UnnumberedOrder[] = [];
  if (onOrder !== null) orders.push(orderOn(source, shelf, purchase, { ...onOrder, name: 'open', state: 'open' }));
  if (chance.happens(CANCELLED)) {
    const orderedDay = chance.whole(1, DAYS - 10);
    orders.push(
      orderOn(source, shelf, purchase, { name: 'cancelled', orderedDay, quantity: batch, state: 'cancelled' }),
    );
  }
  return orders;
}

function itemRow(kept: Kept, levels: Levels, orders: readonly UnnumberedOrder[]): DemoItem {
  const { item, supplier, priceMinor, leadTimeDays, hasReorderPoint } = kept;
  const received = orders.flatMap(({ receivedAt }) => receivedAt ?? []).toSorted();
  return {
    ...{ sku: item.sku, description: item.description, unit: item.family.unit, supplier, priceMinor, leadTimeDays },
    priceAsOf: priceMinor === null ? null : (received.at(-1) ?? null),
    reorderPoint: hasReorderPoint ? levels.reorderPoint : null,
    safetyStock: hasReorderPoint ? levels.safetyStock : null,
  };
}

/** The whole company as it stands on the morning of `today`, a date such as `2026-11-21`. */
export function companyOf(
  { seed, core, families, suppliers, warehouses, unwell }: Blueprint,
  today: string,
): DemoFacts {
  const source = { seed, calendar: calendarOf(today) };
  const byId = new Map(suppliers.map((supplier) => [supplier.id, supplier]));
  const places = warehouses.map(({ id }) => id);
  const kept = families.flatMap(itemsOf).map((item) => keep(seed, item, byId, places));
  const standings = standingsOf(seed, kept, unwell);
  const rows = [...coreRows(source, core), ...kept.map((one) => rowsOf(source, one, standings.get(one) ?? 'well'))];
  return {
    suppliers: suppliers.map(({ id, name }) => ({ id, name })),
    warehouses,
    items: rows.map(({ item }) => item),
    stock: rows.flatMap(({ stock }) => stock),
    ...numbered(rows),
    recordedAt: source.calendar.at(DAYS - 1, '20:00'),
  };
}
