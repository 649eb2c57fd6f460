import { addDays } from '@supercargo/kernel';
import { billRows, type Bill } from './bill.ts';
import type { CataloguePayee } from './catalogue/payees.ts';
import { numberOf, pickOf } from './chance.ts';
import type { DemoCustomerPayment, DemoFacts, DemoPayee, DemoRefund } from './facts.ts';
import type { Story } from './story.ts';

/** Six months of bills. */
export const HISTORY_BILLS = 150;
const HISTORY_DAYS = 180;
const FIRST_NUMBER = 6001;
/** Bills of the last month are not paid yet. */
const UNPAID_DAYS = 28;
const CUSTOMER_PAYMENTS = 40;

export interface Blueprint {
  readonly story: Story;
  readonly payees: readonly CataloguePayee[];
  /** How many bills besides the story's. */
  readonly bills: number;
}

/** An account of the form of an IBAN, which no bank has. */
function accountOf(seed: string, { id, country }: CataloguePayee): string {
  const digits = (n: number): string => numberOf(`${seed}|${id}|account|${n.toString()}`, 0, 99_999_999).toString();
  return `${country}00${digits(1).padStart(8, '0')}${digits(2).padStart(8, '0')}`;
}

function payeeOf({ seed, standings }: Story, payee: CataloguePayee, today: string): DemoPayee {
  const { changedDaysAgo, allowed = true } = standings[payee.id] ?? {};
  const longAgo = 200 + numberOf(`${seed}|${payee.id}|since`, 0, 400);
  // Verified the day after it changed, which for yesterday is this morning.
  const verifiedOn = addDays(today, 1 - (changedDaysAgo ?? longAgo));
  return {
    ...payee,
    account: accountOf(seed, payee),
    changedAt: `${addDays(today, -(changedDaysAgo ?? longAgo))}T16:20:00Z`,
    verifiedAt: allowed ? `${verifiedOn}T00:05:00Z` : null,
    verifiedBy: allowed ? 'Fiona Walsh' : null,
    allowed,
  };
}

/** Bills of suppliers that the story does not tell of, evenly over six months; those of the last month are open. */
function historyOf({ story: { seed, bills, costCentres }, payees, bills: count }: Blueprint): readonly Bill[] {
  const told = new Set(bills.map(({ payee }) => payee));
  const [first, ...others] = payees.filter(({ id }) => !told.has(id));
  const [centre, ...centres] = costCentres;
  if (first === undefined || centre === undefined) return [];
  return Array.from({ length: count }, (_, index): Bill => {
    const words = `${seed}|bill|${index.toString()}`;
    const receivedDaysAgo = HISTORY_DAYS - Math.floor((index * HISTORY_DAYS) / count);
    const terms = pickOf(`${words}|terms`, [14, 30, 30, 45]);
    const { id } = pickOf(`${words}|payee`, [first, ...others]);
    return {
      ...{ number: (FIRST_NUMBER + index).toString(), payee: id },
      billNumber: `${id.slice(4)}-${numberOf(`${words}|number`, 1_000, 999_999).toString()}`,
      amountMinor: numberOf(`${words}|amount`, 180_00, 12_000_00),
      costCentre: pickOf(`${words}|centre`, [centre, ...centres]).id,
      ...{ receivedDaysAgo, dueInDays: terms - receivedDaysAgo },
      ...(receivedDaysAgo > UNPAID_DAYS ? { paidDaysAgo: Math.max(1, receivedDaysAgo - terms + 2) } : {}),
    };
  });
}

function customersOf(seed: string, today: string): Pick<DemoFacts, 'customerPayments' | 'refunds'> {
  const customerPayments = Array.from({ length: CUSTOMER_PAYMENTS }, (_, index): DemoCustomerPayment => {
    const words = `${seed}|customer|${index.toString()}`;
    return {
      ...{ id: `CP-${(3901 + index).toString()}`, order: `SO-${(901 + index).toString().padStart(4, '0')}` },
      customer: `CUS-${numberOf(`${words}|who`, 3, 20).toString().padStart(4, '0')}`,
      amountMinor: numberOf(`${words}|amount`, 35_00, 1_900_00),
      capturedAt: `${addDays(today, -170 + 3 * index)}T12:00:00Z`,
    };
  });
  const refunds = customerPayments
    .filter((_, index) => index % 8 === 3)
    .map((payment, index): DemoRefund => {
      const issuedOn = payment.capturedAt.slice(0, 10);
      return {
        ...{ id: `RF-${(3901 + index).toString()}`, customerPayment: payment.id, customer: payment.customer },
        ...{ amountMinor: index % 2 === 0 ? payment.amountMinor : Math.floor(payment.amountMinor / 2) },
        return: `RMA-${(2901 + index).toString()}`,
        issuedAt: `${addDays(issuedOn, 12)}T09:40:00Z`,
        settledAt: `${addDays(issuedOn, 12)}T15:00:00Z`,
        railReference: `E2E-R${(3901 + index).toString()}`,
      };
    });
  return { customerPayments, refunds };
}

/** The story's rows alone: little enough to load for every test. */
export function storyOf({ story, payees }: Blueprint, today: string): DemoFacts {
  const rows = billRows(story.bills, today);
  const again = story.twice.flatMap(({ of, id, billNumber }) =>
    rows.invoices
      .filter((invoice) => invoice.id === `INV-${of}`)
      .map((invoice) => ({ ...invoice, id, number: billNumber })),
  );
  return {
    ...{ costCentres: story.costCentres, payees: payees.map((payee) => payeeOf(story, payee, today)) },
    ...rows,
    invoices: [...rows.invoices, ...again],
    customerPayments: story.customerPayments.map(({ number, order, customer, amountMinor, daysAgo }) => ({
      ...{ id: `CP-${number}`, order, customer, amountMinor, capturedAt: `${addDays(today, -daysAgo)}T11:15:00Z` },
    })),
    refunds: [],
  };
}

/** What the company has besides its story. */
export function restOf(blueprint: Blueprint, today: string): DemoFacts {
  return {
    ...{ costCentres: [], payees: [] },
    ...billRows(historyOf(blueprint), today),
    ...customersOf(blueprint.story.seed, today),
  };
}
