import { HOLD_KINDS, type HoldKind } from './states.ts';

/** What can be out of order in settlement: what holds an invoice, an account that changed, and money of which nobody knows. */
export const EXCEPTION_KINDS = [
  ...HOLD_KINDS,
  'bank_changed',
  'payment_stuck',
  'payment_unknown',
  'refund_stuck',
  'refund_unknown',
] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** After this long on the way, money is stuck. */
export const STUCK_MINUTES = 15;

const HOLD_NEXT: Readonly<Record<HoldKind, string>> = {
  duplicate:
    'compare the two bills; ask the payee to withdraw one, or release_hold with kind duplicate where both are owed',
  no_order:
    'find or import the order; it is released by itself once the order is known, or release_hold with kind no_order',
  no_receipt:
    'ask the warehouse; it is released by itself once the goods are received, or release_hold with kind no_receipt',
  amount_differs:
    'ask the payee for a bill that agrees with order and receipt, or release_hold with kind amount_differs where the difference was agreed upon',
  payee_differs: 'ask who is owed; nothing is paid to another payee than the order went to, except by release_hold',
};

/** What settles an exception, in a sentence of ours that names the tool where there is one. */
export const EXCEPTION_NEXT: Readonly<Record<ExceptionKind, string>> = {
  ...HOLD_NEXT,
  bank_changed:
    'confirm the new details with the payee over a number you had before; nothing is released to it until three days have passed and they are verified',
  payment_stuck:
    'it is asked for at the rail by itself; look at the worker where nothing moves, and do not pay it another way',
  payment_unknown: 'the rail is asked until it says; do not pay it another way meanwhile',
  refund_stuck:
    'it is asked for at the rail by itself; look at the worker where nothing moves, and do not refund it another way',
  refund_unknown: 'the rail is asked until it says; do not refund it another way meanwhile',
};
