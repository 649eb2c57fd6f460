import { ACME_CUSTOMERS, GLOBEX_CUSTOMERS, type Demo } from '@supercargo/imports';
import type { DemoFacts } from './facts.ts';
import { acmePast } from './past.ts';
import { acmeStory, globexStory } from './story.ts';
import { hasOrder, lockDemo, writeDemo } from './store/write-demo.ts';

interface Company {
  readonly customers: DemoFacts['customers'];
  readonly story: (today: string) => DemoFacts['orders'];
  readonly past: (today: string) => DemoFacts['orders'];
  /** An order that is there once all of them are, and one once the story is. */
  readonly lastOf: { readonly whole: string; readonly core: string };
}

const ACME: Company = {
  customers: ACME_CUSTOMERS,
  story: acmeStory,
  past: acmePast,
  lastOf: { whole: 'SO-1032', core: 'SO-1005' },
};

const GLOBEX: Company = {
  customers: GLOBEX_CUSTOMERS,
  story: globexStory,
  past: () => [],
  lastOf: { whole: 'SO-1102', core: 'SO-1102' },
};

/** By tenant. `tour` is a copy of acme. */
const COMPANIES: Readonly<Record<string, Company>> = { acme: ACME, globex: GLOBEX, tour: ACME };

/** The demo companies, as Orders has them. Rows come in one transaction, so where the last order is, all are. */
export const DEMO: Demo = {
  tenants: Object.keys(COMPANIES),
  load: async (tx, { tenant, currency, today, extent }) => {
    const company = COMPANIES[tenant] ?? ACME;
    await lockDemo(tx);
    if (await hasOrder(tx, company.lastOf[extent])) return false;
    const { customers, story, past } = company;
    await writeDemo(tx, { customers, orders: [...story(today), ...(extent === 'whole' ? past(today) : [])] }, currency);
    return true;
  },
};
