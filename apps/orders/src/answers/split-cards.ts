import type { Proposal } from '@supercargo/approval';
import { sayName } from '@supercargo/kernel';
import type { LineSplit } from '../domain/split.ts';
import type { Line } from '../store/lines.ts';
import type { Order } from '../store/orders.ts';
import type { Part } from '../store/parts.ts';

const count = (units: number): string => units.toLocaleString('en');
const promised = (day: string | null): string => (day === null ? 'for no day' : `for ${day}`);

function factsOf(order: Order, at: Date): Proposal['card']['facts'] {
  const asOf = at.toISOString();
  return [
    ...(order.customerName === null ? [] : [{ fact: 'Customer', value: sayName(order.customerName), as_of: asOf }]),
    { fact: 'The order is promised', value: promised(order.promisedOn), as_of: asOf },
    { fact: 'Open flags', value: order.flagsOpen.toString(), as_of: asOf },
  ];
}

interface Split {
  readonly lines: readonly LineSplit[];
  readonly known: readonly Line[];
  readonly promisedOn: string;
}

/** What an approver sees of a split: each line before and after. */
export function splitCard(order: Order, { lines, known, promisedOn }: Split, at: Date): Proposal['card'] {
  const skus = new Map(known.map(({ line, sku }) => [line, sku]));
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const [first] = lines;
  const what =
    first !== undefined && lines.length === 1
      ? `${count(units)} of ${count(first.unsplit)} × ${skus.get(first.line) ?? ''}`
      : `${count(units)} units of ${lines.length} lines`;
  return {
    sentence: `Ship ${what} of order ${order.number} first, promised for ${promisedOn}; the rest stays promised ${promised(order.promisedOn)}.`,
    changes: lines.map(({ line, quantity, unsplit }) => ({
      what: `Line ${line}, ${skus.get(line) ?? ''}`,
      before: `${count(unsplit)} with the order, ${promised(order.promisedOn)}`,
      after: `${count(quantity)} ${promised(promisedOn)}, ${count(unsplit - quantity)} ${promised(order.promisedOn)}`,
    })),
    guards: [
      { fact: 'state', value: order.state },
      { fact: 'what is in no part yet', value: 'as said above' },
    ],
    facts: factsOf(order, at),
    flags: promisedOn > (order.promisedOn ?? promisedOn) ? ['What goes first is promised later than the order'] : [],
    undo: 'split_shipment with join_part puts it back together with the rest until either ships',
  };
}

/** What an approver sees where a part is put back together with the rest. */
export function joinCard(order: Order, part: Part, at: Date): Proposal['card'] {
  const shown = part.lines.slice(0, 20);
  return {
    sentence: `Ship part ${part.part} of order ${order.number}, promised ${promised(part.promisedOn)}, with the rest again, promised ${promised(order.promisedOn)}.`,
    changes: shown.map(({ line, sku, quantity }) => ({
      what: `Line ${line}, ${sku}`,
      before: `${quantity === null ? 'all' : count(quantity)} ${promised(part.promisedOn)}`,
      after: `with the order, ${promised(order.promisedOn)}`,
    })),
    guards: [
      { fact: 'state', value: order.state },
      { fact: `part ${part.part}`, value: `${part.state}, with what is said above` },
    ],
    facts: factsOf(order, at),
    flags: [],
    undo: 'split_shipment splits the same off again',
  };
}
