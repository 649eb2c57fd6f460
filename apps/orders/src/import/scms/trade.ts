import { RDC, SCMS_COUNTRIES, SCMS_CURRENCY, skuOf, type ScmsLine, type ScmsTrade } from '@supercargo/imports';
import { counted } from '@supercargo/kernel';
import { unkeepable, writeStaged } from './store/write.ts';

export type Rows = 'orders' | 'orderLines' | 'parts';
export type Counts = 'orders' | 'purchases' | 'stockOrders' | 'countriesUnknown';

/** UN/ECE Rec 20, a package: the file counts and prices its items by the pack. */
const UNIT = 'XPK';

const NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;
/** The highest number that a line can have. */
const LINE_MAX = 2_147_483_647;

/**
 * What Orders takes from the SCMS delivery history: each PO/SO as an order, "Direct Drop" as a purchase to its vendor and "From RDC" as a
 * stock order out of the regional distribution centre, with its lines under the file's own ids; what several shipments carry, as parts.
 */
export const SCMS: ScmsTrade<Rows, Counts> = {
  format: 1,
  keepsColumns: false,
  rowOf,
  check: async (tx, run) => {
    const found = await unkeepable(tx, run);
    if (found === undefined) return undefined;
    const { line, what } = found;
    switch (what) {
      case 'number':
        return { line, column: 'PO / SO #', accepted: 'a number of 1 to 64 letters, digits and . _ / -' };
      case 'id':
        return { line, column: 'ID', accepted: `a number from 1 to ${LINE_MAX.toString()}` };
      case 'kind':
        return { line, column: 'Fulfill Via', accepted: 'what the other lines of the order say' };
      case 'vendor':
        return { line, column: 'Vendor', accepted: 'what the other lines of the order say' };
    }
  },
  write: async (tx, run) => {
    const { rows, counts } = await writeStaged(tx, run);
    const { purchases, stockOrders, countriesUnknown } = counts;
    return {
      rows,
      counts,
      names: [counted(counts.orders, 'order')],
      says: [
        `${counted(purchases, 'purchase')} dropped by their vendors, ${counted(stockOrders, 'stock order')} out of the distribution centre`,
        ...(countriesUnknown === 0
          ? []
          : [`${counted(countriesUnknown, 'order')} without a country, whose name is not known`]),
      ],
    };
  },
};

/** As it stands where it is a number of ours; what reads otherwise is no number. */
const numbered = (text: string | null): string | null => (text !== null && NUMBER.test(text) ? text : null);

function rowOf(line: ScmsLine): Record<string, string | number | null> {
  const isPurchase = line.kind === 'purchase';
  const country = line.text('Country');
  const id = Number(line.lineId);
  return {
    line_id: id > 0 && id <= LINE_MAX ? id : null,
    order_number: numbered(line.orderNumber),
    kind: line.kind,
    vendor: isPurchase ? line.vendor : null,
    place: isPurchase ? null : RDC.id,
    sku: skuOf(line.description),
    description: line.description,
    quantity: line.packs?.toString() ?? null,
    unit: UNIT,
    price_minor: line.priceCents?.toString() ?? null,
    value_minor: line.valueCents?.toString() ?? null,
    currency: SCMS_CURRENCY,
    ordered_on: line.orderedOn,
    scheduled_on: line.scheduledOn,
    delivered_on: line.deliveredOn,
    shipment: numbered(line.text('ASN/DN #')),
    project: numbered(line.text('Project Code')),
    country: country === null ? null : (SCMS_COUNTRIES.get(country) ?? null),
  };
}
