import { chosen } from '@supercargo/imports';
import type { Reason, RmaState } from '../../domain/rma.ts';
import type { DemoFacts, DemoLine, DemoReturn, DemoRule } from './facts.ts';
import { salesOf, type Sale } from './sales.ts';
import { ASKED, daysBefore } from './story.ts';

/** How many returns a company remembers beside its story. */
const RETURNS = 80;
const FIRST_NUMBER = 2_921;

const SAID: Readonly<Record<Reason, readonly (string | null)[]>> = {
  damaged: ['The box was crushed.', 'Several of them are broken.', null],
  defective: ['It does not work.', 'It leaks after a day.', null],
  wrong_item: ['We ordered the other size.', null],
  not_as_described: ['The picture shows a different one.', null],
  arrived_late: ['Our event was last week.', null],
  changed_mind: ['We do not need it any more.', 'Ordered twice by mistake.', null],
  other: [null],
};

const REASONS: readonly Reason[] = [
  'damaged',
  'changed_mind',
  'wrong_item',
  'defective',
  'arrived_late',
  'changed_mind',
];

/** How a return of so many days ago stands: what is old has ended, what is young has hardly begun. */
const STANDINGS: readonly { readonly fromDays: number; readonly states: readonly RmaState[] }[] = [
  {
    fromDays: 30,
    states: ['closed', 'closed', 'closed', 'closed', 'rejected', 'closed', 'cancelled', 'closed'],
  },
  { fromDays: 12, states: ['received', 'label_issued', 'closed', 'received', 'rejected'] },
  { fromDays: 5, states: ['approved', 'label_issued', 'approved'] },
  { fromDays: 3, states: ['requested', 'requested', 'approved'] },
  { fromDays: 0, states: ['requested'] },
];

function oneOf<T>(words: string, values: readonly T[]): T {
  const value = values[chosen(words, values.length)];
  if (value === undefined) throw new Error('nothing to draw from');
  return value;
}

/** What the company's policy gives back, as the desk decided in its time. */
function refundOf(reason: Reason, { category, quantity, priceMinor }: DemoLine, policy: readonly DemoRule[]): number {
  const rules = policy.filter((rule) => rule.reason === reason && [category, 'any'].includes(rule.category));
  const rule = rules.find((each) => each.category === category) ?? rules[0];
  const value = quantity * priceMinor;
  return value - Math.floor((value * (rule?.restockingBp ?? 0)) / 10_000);
}

/** Goods that came back: asked for within three weeks of their delivery, yesterday at the latest. */
function returnOf({ order, customer, orderedOn, delivered, line }: Sale, today: string, facts: DemoFacts): DemoReturn {
  const { carriers, policy } = facts;
  const days = Math.max(1, delivered - 1 - chosen(`${order}|asked`, 20));
  const at = (later: number, time: string): string => `${daysBefore(today, days - later)}T${time}:00.000Z`;
  const reason = oneOf(`${order}|reason`, REASONS);
  const state = oneOf(`${order}|state`, STANDINGS.find(({ fromDays }) => days >= fromDays)?.states ?? []);
  const isDecided = state !== 'requested' && state !== 'cancelled';
  const isBack = state === 'received' || state === 'closed';
  const carrier = oneOf(`${order}|carrier`, carriers);
  return {
    ...{ id: '', order, customer, reason, orderedOn },
    words: oneOf(`${order}|words`, SAID[reason]),
    // Here and there nobody told the desk.
    deliveredOn: chosen(`${order}|unknown`, 12) === 0 ? null : daysBefore(today, delivered),
    requestedAt: at(0, `0${chosen(`${order}|hour`, 8).toString()}:${(10 + chosen(`${order}|minute`, 50)).toString()}`),
    ...ASKED,
    state,
    lines: [line],
    refundMinor: isDecided && state !== 'rejected' ? refundOf(reason, line, policy) : null,
    decidedAt: isDecided ? at(1, '09:30') : null,
    rejectedBecause: state === 'rejected' ? 'The goods were opened and cannot be sold again.' : null,
    receivedAt: isBack ? at(8, '14:00') : null,
    closedAt: state === 'closed' ? at(10, '16:00') : null,
    label:
      isBack || state === 'label_issued'
        ? {
            ...{ carrier: carrier.id, costMinor: carrier.labelMinor, issuedAt: at(2, '10:00') },
            tracking: `RT${chosen(`${order}|tracking`, 1_000_000_000).toString().padStart(9, '0')}`,
          }
        : null,
  };
}

/** Half a year of returns before the story's, oldest first: of three orders in four. */
export function pastOf(today: string, facts: DemoFacts): readonly DemoReturn[] {
  const sales = salesOf(today, facts.customers).filter((_, index) => index % 4 !== 3);
  return sales
    .slice(-RETURNS)
    .map((sale) => returnOf(sale, today, facts))
    .toSorted((a, b) => (`${a.requestedAt}|${a.order}` < `${b.requestedAt}|${b.order}` ? -1 : 1))
    .map((rma, index) => ({ ...rma, id: `RMA-${(FIRST_NUMBER + index).toString()}` }));
}
