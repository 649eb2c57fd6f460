import type { CatalogueItem } from './catalogue/family.ts';
import type { CatalogueSupplier } from './catalogue/suppliers.ts';
import { chanceOf, type Chance } from './chance.ts';
import type { Pace } from './demand.ts';
import type { Standing } from './standing.ts';

/** A catalogue's item as this company keeps it. What is null was recorded by nobody. */
export interface Kept {
  readonly item: CatalogueItem;
  readonly chance: Chance;
  readonly pace: Pace;
  readonly weeklyUse: number;
  readonly supplier: string | null;
  readonly priceMinor: number | null;
  readonly leadTimeDays: number | null;
  readonly hasReorderPoint: boolean;
  /** Where it lies, the warehouse with most of it first; empty where no stock was recorded. */
  readonly warehouses: readonly string[];
}

const USUAL_PRICE_MINOR = 60_00;

/** Units a week at which an item leaves, from and to. */
const WEEKLY: Readonly<Record<Pace, readonly [number, number]>> = {
  daily: [40, 150],
  often: [6, 28],
  seldom: [0.4, 2.5],
};

function paceOf(chance: Chance, { priceMinor }: CatalogueItem): Pace {
  if (priceMinor > USUAL_PRICE_MINOR) return 'seldom';
  if (chance.happens(0.018)) return 'daily';
  return chance.happens(0.09) ? 'often' : 'seldom';
}

function warehousesOf(chance: Chance, pace: Pace, all: readonly string[]): readonly string[] {
  const [main = '', second = main, ...others] = all;
  const first = chance.happens(0.6) ? main : chance.pick([second, ...others]);
  const count =
    pace === 'daily' ? chance.whole(2, 3) : pace === 'often' ? chance.whole(1, 2) : chance.happens(0.12) ? 2 : 1;
  return [first, ...all.filter((id) => id !== first)].slice(0, count);
}

/** What the company keeps of an item: the same on every day, and whatever other items there are. */
export function keep(
  seed: string,
  item: CatalogueItem,
  suppliers: ReadonlyMap<string, CatalogueSupplier>,
  warehouses: readonly string[],
): Kept {
  const chance = chanceOf(`${seed}|${item.sku}`);
  const pace = paceOf(chance, item);
  const [least, most] = WEEKLY[pace];
  const weeklyUse = chance.between(least, most) * item.family.volume;
  const [firstSupplier = '', ...otherSuppliers] = item.family.suppliers;
  const supplier = chance.pick([firstSupplier, ...otherSuppliers]);
  const [shortest, longest] = suppliers.get(supplier)?.leadTimeDays ?? [7, 7];
  const leadTimeDays = chance.whole(shortest, longest);
  const places = warehousesOf(chance, pace, warehouses);
  return {
    ...{ item, chance, pace, weeklyUse },
    supplier: chance.happens(0.02) ? null : supplier,
    priceMinor: chance.happens(0.02) ? null : Math.max(1, Math.round(item.priceMinor * chance.noise(0.06))),
    leadTimeDays: chance.happens(0.03) ? null : leadTimeDays,
    hasReorderPoint: !chance.happens(0.02),
    warehouses: chance.happens(0.03) ? [] : places,
  };
}

/** How many items stand otherwise than well. */
export type Unwell = Readonly<Record<Exclude<Standing, 'well'>, number>>;

function isWhole(kept: Kept): boolean {
  const recorded = [kept.supplier, kept.priceMinor, kept.leadTimeDays].every((value) => value !== null);
  return recorded && kept.hasReorderPoint && kept.warehouses.length > 0;
}

/** Chooses who stands how. What runs low sells often and has everything recorded that a reorder needs. */
export function standingsOf(seed: string, kept: readonly Kept[], unwell: Unwell): ReadonlyMap<Kept, Standing> {
  const chance = chanceOf(`${seed}|standings`);
  const order = new Map(kept.map((one) => [one, chance.between(0, 1)]));
  const shuffled = kept.filter(isWhole).toSorted((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const brisk = shuffled.filter(({ pace }) => pace !== 'seldom');
  const slow = shuffled.filter(({ pace }) => pace === 'seldom');
  const standings = new Map<Kept, Standing>();
  const take = (from: Kept[], count: number, standing: Standing): void => {
    for (const one of from.splice(0, count)) standings.set(one, standing);
  };
  take(brisk, unwell.short, 'short');
  take(brisk, unwell['short, some coming'], 'short, some coming');
  take(brisk, unwell.low, 'low');
  take(brisk, unwell.overdue, 'overdue');
  const arriving = [...brisk.splice(0, Math.ceil(unwell.arriving / 2)), ...slow];
  take(arriving, unwell.arriving, 'arriving');
  return standings;
}
