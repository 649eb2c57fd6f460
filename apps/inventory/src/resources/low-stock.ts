import { dayOf, ok } from '@supercargo/kernel';
import type { ResourceTemplate } from '@supercargo/mcp-kit';
import { LIST_HORIZON_DAYS, lowStockLine } from '../answers/low-stock-line.ts';
import { readLowStock } from '../store/low-stock.ts';

const LINES_MAX = 50;

export const lowStock: ResourceTemplate = {
  name: 'low_stock',
  title: 'Low stock',
  description: `Items at or below their reorder points, the furthest below first, as list_low_stock explains them: at most ${LINES_MAX.toString()}, with the total beside them.`,
  uriTemplate: 'inventory://low-stock',
  watchable: true,
  scopes: ['inventory:read'],
  async read(_none, { tx, clock }) {
    const at = clock();
    const span = { today: dayOf(at), horizonDays: LIST_HORIZON_DAYS };
    const all = { supplierId: null, warehouseId: null, after: null, limit: LINES_MAX };
    const { lines, total } = await readLowStock(tx, { ...all, at, ...span });
    return ok({ items: lines.map((line) => lowStockLine(line, span)), total, as_of: at.toISOString() });
  },
};
