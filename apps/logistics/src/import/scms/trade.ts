import { SCMS_COUNTRIES, skuOf, supplierIdOf, type ScmsLine, type ScmsTrade } from '@supercargo/imports';
import type { Mode } from '../../domain/shipment.ts';
import { writeHistory } from './store/write.ts';

/** What a shipment or an order can be called here. Another number is no number of one. */
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;

const MODES: Readonly<Record<string, Mode>> = { Air: 'air', 'Air Charter': 'air', Truck: 'road', Ocean: 'sea' };

/** A column as it stood, where it says in words why there is no value; null where the cell is blank. */
function wordsOf(line: ScmsLine, column: 'Freight Cost (USD)' | 'Weight (Kilograms)'): string | null {
  const said = (JSON.parse(line.columns) as Readonly<Record<string, string>>)[column] ?? '';
  return said.trim() === '' ? null : said.slice(0, 200);
}

const numberOf = (text: string | null): string | null => (text !== null && NUMBER.test(text) ? text : null);

function rowOf(line: ScmsLine): Readonly<Record<string, string | number | null>> {
  const [country, mode, incoterm] = [line.text('Country'), line.text('Shipment Mode'), line.text('Vendor INCO Term')];
  const isPurchase = line.kind === 'purchase';
  const [weight, freight] = [line.decimal('Weight (Kilograms)'), line.cents('Freight Cost (USD)')];
  return {
    ...{ line_id: line.lineId, shipment: numberOf(line.text('ASN/DN #')), order_number: numberOf(line.orderNumber) },
    ...{ flow: isPurchase ? 'direct_drop' : 'from_rdc', supplier_id: isPurchase ? supplierIdOf(line.vendor) : null },
    ...{ supplier_name: isPurchase ? line.vendor : null, sku: skuOf(line.description), description: line.description },
    country: country === null ? null : (SCMS_COUNTRIES.get(country) ?? null),
    mode: mode === null ? null : (MODES[mode] ?? null),
    incoterm: incoterm !== null && /^[A-Z]{3}$/.test(incoterm) ? incoterm : null,
    ...{ scheduled_on: line.scheduledOn, delivered_on: line.deliveredOn },
    quantity: line.packs?.toString() ?? null,
    value_minor: line.valueCents?.toString() ?? null,
    freight_minor: freight?.toString() ?? null,
    freight_said: freight === null ? wordsOf(line, 'Freight Cost (USD)') : null,
    weight_kg: weight,
    weight_said: weight === null ? wordsOf(line, 'Weight (Kilograms)') : null,
  };
}

export type Rows = 'shipments' | 'shipmentLines' | 'freight';
export type Counts = 'late' | 'longestDelayDays' | 'freightCaptured' | 'linesWithoutShipment';

/**
 * The delivery history as shipments. One ASN or DN is one shipment, however many lines it has; where its lines differ, it was promised for
 * the latest of their days and delivered on the latest of theirs, so it is late when its last line came after the last promise.
 */
export const SCMS: ScmsTrade<Rows, Counts> = { format: 1, keepsColumns: false, rowOf, write: writeHistory };
