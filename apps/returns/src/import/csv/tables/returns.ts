import {
  amountIn,
  CURRENCY,
  DAY,
  idOf,
  may,
  MOMENT,
  must,
  oneOf,
  text,
  type CsvTable,
  type LineProblem,
  type Reader,
  type Values,
} from '@supercargo/imports';
import { REASONS, RMA_STATES, RMA_TRANSITIONS } from '../../../domain/rma.ts';
import { CUSTOMER } from './referred.ts';

/** A return's number, which is also an argument of tools. */
export const RETURN_NUMBER: Reader = {
  accepted: 'a return number of 1 to 32 letters, digits and . _ -, such as RMA-3001,',
  read: (said) => (/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/.test(said) ? said : undefined),
};

/** Which instants and amounts a state has, and which it cannot have. */
function problemOf(values: Values): LineProblem | undefined {
  const { state = 'requested' } = values;
  const isIn = (...states: readonly string[]): boolean => states.includes(state ?? 'requested');
  const has = (column: string): boolean => (values[column] ?? null) !== null;
  const wants: readonly (readonly [column: string, isRight: boolean, accepted: string])[] = [
    [
      'decided_at',
      has('decided_at') === !isIn('requested', 'cancelled'),
      'one where somebody decided, and only there,',
    ],
    ['refund', !has('refund') || !isIn('requested', 'cancelled', 'rejected'), 'a blank where nothing was approved'],
    ['rejected_because', !has('rejected_because') || isIn('rejected'), 'a blank where it was not rejected'],
    ['received_at', has('received_at') === isIn('received', 'closed'), 'one where the goods are back, and only there,'],
    ['closed_at', has('closed_at') === isIn('closed'), 'one where the state is closed, and only there,'],
  ];
  const wrong = wants.find(([, isRight]) => !isRight);
  return wrong === undefined ? undefined : { column: wrong[0], accepted: wrong[2] };
}

export const returns: CsvTable = {
  name: 'returns',
  about: 'returns that customers asked for in the other system',
  columns: [
    must('return', RETURN_NUMBER, 'its number there', { into: 'id' }),
    must('order', idOf('an order', 'SO-1003'), 'the number of the order it is about', { into: 'order_number' }),
    must('customer', idOf('a customer', 'CUS-CARLA'), 'whose it is', { into: 'customer_id' }),
    must('reason', oneOf(REASONS), 'why goods come back'),
    may('words', text(2_000), 'what the customer wrote'),
    may('ordered_on', DAY, 'when the order was placed', { type: 'date' }),
    may('delivered_on', DAY, 'when it was delivered: from then on its window is counted', { type: 'date' }),
    must('requested_at', MOMENT, 'when the customer asked for it', { type: 'timestamptz' }),
    may('state', oneOf(RMA_STATES), 'where it stands; a blank is requested', { blank: 'requested' }),
    must('currency', CURRENCY, 'of its lines and its refund'),
    may('refund', amountIn('currency'), 'what was approved', { into: 'refund_minor', type: 'bigint' }),
    may('decided_at', MOMENT, 'when it was approved or rejected', { type: 'timestamptz' }),
    may('rejected_because', text(500), 'what the customer was told'),
    may('received_at', MOMENT, 'when the goods came back', { type: 'timestamptz' }),
    may('closed_at', MOMENT, 'when it was closed', { type: 'timestamptz' }),
  ],
  key: ['return'],
  together: [['state', 'refund', 'decided_at', 'rejected_because', 'received_at', 'closed_at']],
  check: problemOf,
  references: [{ column: 'customer', to: CUSTOMER }],
  into: 'returns.rma',
  known: ['id'],
  hasId: false,
  existing: 'changed',
  stands: { what: 'return', column: 'state', canBecome: RMA_TRANSITIONS },
  format: 1,
};
