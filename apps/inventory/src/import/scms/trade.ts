import { RDC, SCMS_CURRENCY, skuOf, supplierIdOf, type ScmsLine, type ScmsTrade } from '@supercargo/imports';
import { counted } from '@supercargo/kernel';
import { doubtfulName, writeStaged } from './store/write.ts';

export type Rows = 'orderLines' | 'items' | 'suppliers' | 'warehouses';
export type Counts = 'orders' | 'vendors' | 'suppliers' | 'items' | 'itemsPriced' | 'itemsWithLeadTime';

/**
 * What Inventory takes from the SCMS delivery history: vendors as suppliers, descriptions as items, the regional distribution centre as a
 * warehouse, and every line of every order with all its columns as they stood.
 */
export const SCMS: ScmsTrade<Rows, Counts> = {
  format: 1,
  keepsColumns: true,
  rowOf,
  // Ten characters of a hash are shared by nobody by chance, but somebody could look for two names that do.
  check: async (tx, run) => {
    const doubtful = await doubtfulName(tx, run);
    if (doubtful === undefined) return undefined;
    const { line, names } = doubtful;
    return names === 'items'
      ? { line, column: 'Item Description', accepted: 'a description whose SKU no other has' }
      : { line, column: 'Vendor', accepted: 'a name whose supplier id no other has' };
  },
  write: async (tx, run, { places }) => {
    const { named, rows, itemsPriced, itemsWithLeadTime } = await writeStaged(tx, run, places > 0);
    return {
      rows,
      counts: { ...named, itemsPriced, itemsWithLeadTime },
      names: [counted(named.orders, 'order'), counted(named.vendors, 'vendor'), counted(named.items, 'item')],
      says: [
        `items with a last price and supplier: ${itemsPriced.toLocaleString('en')}; with a lead time: ${itemsWithLeadTime.toLocaleString('en')}`,
      ],
    };
  },
};

function rowOf(line: ScmsLine): Record<string, string | number | null> {
  const purchase = line.kind === 'purchase';
  return {
    line_id: line.lineId,
    order_number: line.orderNumber,
    kind: line.kind,
    vendor: line.vendor,
    supplier_id: purchase ? supplierIdOf(line.vendor) : null,
    place: purchase ? null : RDC.id,
    sku: skuOf(line.description),
    description: line.description,
    quantity: line.packs?.toString() ?? null,
    value_minor: line.valueCents?.toString() ?? null,
    price_minor: line.priceCents?.toString() ?? null,
    currency: SCMS_CURRENCY,
    ordered_on: line.orderedOn,
    scheduled_on: line.scheduledOn,
    delivered_on: line.deliveredOn,
    lead_time_days: line.leadTimeDays,
  };
}
