import { calendarOf, DAYS } from './calendar.ts';
import type { Season } from './catalogue/family.ts';
import { chanceOf } from './chance.ts';
import type { ItemRows } from './company.ts';
import type { CoreFacts, CoreItem } from './core.ts';
import { dailyIssues } from './demand.ts';
import type { DemoFacts } from './facts.ts';
import { historyOf, type Source } from './history.ts';
import { numbered } from './numbering.ts';

const BATCH_DAYS = 28;
const USUAL_LEAD_TIME_DAYS = 14;
const SEASON: Season = 'winter';

function rowsOf(source: Source, core: CoreFacts, item: CoreItem): ItemRows {
  const chance = chanceOf(`${source.seed}|${item.sku}`);
  const stock = core.stock.filter(({ sku }) => sku === item.sku);
  const shelves = stock.map(({ sku, warehouse, onHand, weeklyUse }) => ({
    ...{ sku, warehouse, onHand },
    issues: dailyIssues(chance, source.calendar, { weeklyUse, pace: 'daily', season: SEASON }),
    batch: Math.ceil((weeklyUse / 7) * BATCH_DAYS),
    low: (item.safetyStock ?? 0) / stock.length,
  }));
  const { supplier, priceMinor, leadTimeDays } = item;
  const purchase = { supplier, priceMinor, leadTimeDays: leadTimeDays ?? USUAL_LEAD_TIME_DAYS };
  const { movements, orders } = historyOf(source, chance, shelves, purchase);
  const received = orders.flatMap(({ receivedAt }) => receivedAt ?? []).toSorted();
  return {
    item: { ...item, priceAsOf: received.at(-1) ?? source.calendar.at(DAYS - 1, '06:00') },
    stock: stock.map(({ sku, warehouse, onHand, allocated }) => ({ sku, warehouse, onHand, allocated })),
    ...{ movements, orders },
  };
}

export function coreRows(source: Source, core: CoreFacts): readonly ItemRows[] {
  return core.items.map((item) => rowsOf(source, core, item));
}

/** The story's rows alone with their year of movements and no purchase orders: little enough to load for every test. */
export function coreFactsOf(seed: string, core: CoreFacts, today: string): DemoFacts {
  const source = { seed, calendar: calendarOf(today) };
  const rows = coreRows(source, core);
  return {
    ...{ suppliers: core.suppliers, warehouses: core.warehouses },
    items: rows.map(({ item }) => item),
    stock: rows.flatMap(({ stock }) => stock),
    movements: numbered(rows).movements,
    orders: [],
    recordedAt: source.calendar.at(DAYS - 1, '20:00'),
  };
}
