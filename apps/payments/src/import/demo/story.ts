import type { Bill } from './bill.ts';
import type { DemoInvoice } from './facts.ts';

/** What is special about a payee of the story; all others are allowed, with an account that was verified long ago. */
export interface Standing {
  readonly changedDaysAgo?: number;
  readonly allowed?: boolean;
}

/** What a demo company's story is told with. */
export interface Story {
  readonly seed: string;
  readonly costCentres: readonly { readonly id: string; readonly name: string }[];
  readonly standings: Readonly<Record<string, Standing>>;
  readonly bills: readonly Bill[];
  /** A bill that came again under another number: of which one, and how the payee wrote its number then. */
  readonly twice: readonly { readonly of: string; readonly id: DemoInvoice['id']; readonly billNumber: string }[];
  readonly customerPayments: readonly {
    readonly number: string;
    readonly order: string;
    readonly customer: string;
    readonly amountMinor: number;
    readonly daysAgo: number;
  }[];
}

const ROASTERY = 'CC-ROAST';
const PACKAGING = 'CC-PACK';
const MACHINES = 'CC-MACH';

/** Bills that a payee was paid, so that its next one is none of a stranger. */
function paidBefore(payee: string, costCentre: string, first: number, amounts: readonly number[]): readonly Bill[] {
  return amounts.map((amountMinor, index) => ({
    ...{ number: (first + index).toString(), payee, costCentre, amountMinor },
    billNumber: `${payee.slice(4)}/${(first + index).toString()}`,
    ...{ receivedDaysAgo: 100 - 25 * index, dueInDays: -70 + 25 * index, paidDaysAgo: 72 - 25 * index },
  }));
}

export const ACME_STORY: Story = {
  seed: 'acme',
  costCentres: [
    { id: ROASTERY, name: 'Roastery' },
    { id: PACKAGING, name: 'Packaging' },
    { id: MACHINES, name: 'Machines and spare parts' },
  ],
  standings: { 'SUP-TEA': { changedDaysAgo: 1 }, 'SUP-SIROP': { allowed: false } },
  bills: [
    ...paidBefore('SUP-FINCA', ROASTERY, 6901, [3_900_00, 4_050_00, 4_200_00]),
    ...paidBefore('SUP-KRAFT', PACKAGING, 6911, [1_780_00, 1_912_50, 1_640_00]),
    ...paidBefore('SUP-TEA', ROASTERY, 6921, [2_700_00, 3_110_00, 2_890_00]),
    ...paidBefore('SUP-MACCH', MACHINES, 6931, [24_500_00, 31_200_00, 18_900_00]),
    ...paidBefore('SUP-PORTO', ROASTERY, 6941, [4_100_00, 4_420_00, 3_980_00]),
    ...[
      // Billed twice: see below.
      bill('7001', 'SUP-KRAFT', 'RE-2026/0418', 1_860_00, PACKAGING, 12, 18),
      // Matched with order and receipt, and payable.
      bill('7002', 'SUP-FINCA', 'FE-2291', 4_200_00, ROASTERY, 10, 5),
      // The payee's bank details changed yesterday.
      bill('7003', 'SUP-TEA', 'NT/26/1187', 2_950_00, ROASTERY, 8, 9),
      // More than one payment may ever be.
      bill('7004', 'SUP-MACCH', 'MT-2026-77', 260_000_00, MACHINES, 6, 24),
      // Nothing was received.
      { ...bill('7005', 'SUP-CUPPA', '2026-3302', 1_134_00, PACKAGING, 5, 25), received: false },
      // Not what was ordered.
      { ...bill('7006', 'SUP-PORTO', 'PV-8841', 4_530_00, ROASTERY, 4, 26), orderedMinor: 4_350_00 },
      // From a payee that was never paid, and due already.
      bill('7007', 'SUP-KYOTO', 'KBW-5512', 980_00, MACHINES, 32, -2),
      // From a payee that is not on the allow-list.
      bill('7008', 'SUP-SIROP', 'SM-0098', 412_80, ROASTERY, 3, 27),
    ],
  ],
  twice: [{ of: '7001', id: 'INV-7001-B', billNumber: 'RE 2026-418' }],
  customerPayments: [
    { number: '4001', order: 'SO-1001', customer: 'CUS-CARLA', amountMinor: 312_00, daysAgo: 40 },
    { number: '4002', order: 'SO-1002', customer: 'CUS-CARLOS', amountMinor: 2_280_00, daysAgo: 30 },
    { number: '4003', order: 'SO-1003', customer: 'CUS-CARLA', amountMinor: 1_450_00, daysAgo: 14 },
    { number: '4004', order: 'SO-1004', customer: 'CUS-CARLOS', amountMinor: 89_00, daysAgo: 16 },
    { number: '4005', order: 'SO-1005', customer: 'CUS-CARLA', amountMinor: 1_120_00, daysAgo: 3 },
  ],
};

// The other company has the same numbers, over other amounts: what a hole in the wall would show.
export const GLOBEX_STORY: Story = {
  seed: 'globex',
  costCentres: [{ id: ROASTERY, name: 'Bottling' }],
  standings: { 'SUP-PUGLIA': { changedDaysAgo: 1 } },
  bills: [
    ...paidBefore('SUP-FINCA', ROASTERY, 6901, [9_300_00, 9_100_00]),
    bill('7001', 'SUP-LIGUR', 'FL-17', 777_00, ROASTERY, 9, 21),
    bill('7002', 'SUP-FINCA', 'CV-2291', 9_412_00, ROASTERY, 10, 20),
    bill('7003', 'SUP-PUGLIA', 'MP-9', 618_30, ROASTERY, 4, 26),
  ],
  twice: [],
  customerPayments: [
    { number: '4003', order: 'SO-1003', customer: 'CUS-GIULIA', amountMinor: 655_00, daysAgo: 11 },
    { number: '4004', order: 'SO-1004', customer: 'CUS-GIULIA', amountMinor: 47_00, daysAgo: 8 },
  ],
};

function bill(
  number: string,
  payee: string,
  billNumber: string,
  amountMinor: number,
  costCentre: string,
  receivedDaysAgo: number,
  dueInDays: number,
): Bill {
  return { number, payee, billNumber, amountMinor, costCentre, receivedDaysAgo, dueInDays };
}
