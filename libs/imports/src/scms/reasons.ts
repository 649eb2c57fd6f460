import { RDC } from './rdc.ts';
import type { Holds, Word } from './columns.ts';

/** What is missing where a value of a column could not be taken. */
const MISSING: Readonly<Record<Holds, string>> = {
  id: 'no number',
  required: 'no text',
  text: 'not known',
  date: 'no date',
  money: 'no amount',
  decimal: 'no number',
  packs: 'no quantity',
};

/** Why a word is kept as text. Reasons are sentences of ours: nothing that the file says stands in them. */
export function reasonOfWord(holds: Holds, { why }: Word): string {
  return `${MISSING[holds]}: ${why}`;
}

const UNREADABLE: Readonly<Record<Holds, string>> = {
  id: 'it is no number',
  required: 'it is not known here',
  text: 'it is not known here',
  date: 'it is no day of the calendar in a spelling of this file, such as 2-Jun-06 or 6/2/2006',
  money: 'it is no plain amount of dollars with at most two decimals',
  decimal: 'it is no plain decimal number',
  packs: 'it is no whole number',
};

/** Why what is neither a value nor a known word is kept as text. */
export function reasonOfUnknown(holds: Holds): string {
  return `${MISSING[holds]}: ${UNREADABLE[holds]}`;
}

export const REASON_OF_PLACE = `no supplier: the line says that it was filled from the distribution centre, which is called ${RDC.vendor}`;

export function reasonOfLeadTime(days: number): string {
  return days < 0
    ? 'no lead time: the delivery is before the order'
    : 'no lead time: the delivery is more than ten years after the order';
}
