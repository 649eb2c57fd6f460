import type { DemoFacts } from './facts.ts';
import type { History } from './history.ts';

const FIRST_NUMBER = 41_207;

/** Gives orders their numbers, in the order in which they were placed, and movements the numbers of their orders. */
export function numbered(histories: readonly History[]): Pick<DemoFacts, 'movements' | 'orders'> {
  const placed = histories
    .flatMap(({ orders }) => orders)
    .toSorted((a, b) => compare(`${a.orderedAt}|${a.key}`, `${b.orderedAt}|${b.key}`));
  const numbers = new Map(
    placed.map(({ key }, index) => [key, `PO-${(FIRST_NUMBER + index).toString().padStart(6, '0')}`]),
  );
  return {
    orders: placed.map(({ key, ...order }) => ({ ...order, number: numbers.get(key) ?? key })),
    movements: histories.flatMap(({ movements }) =>
      movements.map((movement) => {
        const number = movement.reference === null ? undefined : numbers.get(movement.reference);
        return number === undefined ? movement : { ...movement, reference: number };
      }),
    ),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
