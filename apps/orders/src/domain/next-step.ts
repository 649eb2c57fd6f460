import { counted, daysBetween } from '@supercargo/kernel';
import { isOverdue, type OrderState } from './order.ts';

export const STEPS = ['none', 'find_the_shipment', 'find_out_why', 'settle_the_flag', 'allocate', 'wait'] as const;

/** What would bring an order on, and why. */
export interface NextStep {
  readonly step: (typeof STEPS)[number];
  readonly why: string;
}

export interface OrderFacts {
  readonly state: OrderState;
  readonly promisedOn: string | null;
  readonly today: string;
  /** An open flag of a late shipment, if there is one: the one that is the latest. */
  readonly late: { readonly shipmentNumber: string | null; readonly daysLate: number | null } | null;
  readonly flagsOpen: number;
}

/** Days before the promised one from which an order that nobody allocated is in danger. */
const ALLOCATE_DAYS_AHEAD = 3;

/** The next step of an order by what is recorded of it. Decides nothing: it says what somebody should look at. */
export function nextStep({ state, promisedOn, today, late, flagsOpen }: OrderFacts): NextStep {
  if (state === 'delivered' || state === 'cancelled') {
    return flagsOpen === 0
      ? { step: 'none', why: `the order is ${state}` }
      : { step: 'settle_the_flag', why: `the order is ${state}, and ${flags(flagsOpen)}` };
  }
  if (late !== null) {
    const by = late.daysLate === null ? 'late' : `${counted(late.daysLate, 'day')} late`;
    return late.shipmentNumber === null
      ? { step: 'find_out_why', why: `its shipment is flagged as ${by}, without a number` }
      : {
          step: 'find_the_shipment',
          why: `shipment ${late.shipmentNumber} is ${by}: ask logistics where it is and when it comes`,
        };
  }
  if (promisedOn !== null && isOverdue(state, promisedOn, today)) {
    return {
      step: 'find_out_why',
      why: `it was promised ${counted(daysBetween(promisedOn, today), 'day')} ago, is ${state} and nobody flagged why`,
    };
  }
  if (flagsOpen > 0) return { step: 'settle_the_flag', why: flags(flagsOpen) };
  if (state === 'placed' && promisedOn !== null && daysBetween(today, promisedOn) <= ALLOCATE_DAYS_AHEAD) {
    return {
      step: 'allocate',
      why: `it is promised in ${counted(daysBetween(today, promisedOn), 'day')} and nothing is allocated to it`,
    };
  }
  return {
    step: 'wait',
    why: promisedOn === null ? 'no day is promised' : `it is ${state} and promised for ${promisedOn}`,
  };
}

function flags(count: number): string {
  return count === 1 ? 'one flag is open' : `${count.toString()} flags are open`;
}
