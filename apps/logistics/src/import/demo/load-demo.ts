import type { Demo } from '@supercargo/imports';
import type { DemoFacts } from './facts.ts';
import { CARRIERS, DRIVERS, GLOBEX_CARRIERS, GLOBEX_ROUTES, REGIONS, ROUTES } from './network.ts';
import { acmePast } from './past.ts';
import { hasShipment, lockDemo, writeDemo } from './store/write-demo.ts';
import { acmeStory, globexStory } from './story.ts';

interface Company extends Omit<DemoFacts, 'shipments'> {
  readonly story: (today: string) => DemoFacts['shipments'];
  readonly past: (today: string) => DemoFacts['shipments'];
  /** A shipment that is there once all of them are, and one once the story is. */
  readonly lastOf: { readonly whole: string; readonly core: string };
}

const ACME: Company = {
  ...{ carriers: CARRIERS, regions: REGIONS, drivers: DRIVERS, routes: Object.values(ROUTES) },
  ...{ story: acmeStory, past: acmePast, lastOf: { whole: 'SHP-1001', core: 'SHP-2002' } },
};

const GLOBEX: Company = {
  ...{ carriers: GLOBEX_CARRIERS, routes: Object.values(GLOBEX_ROUTES) },
  ...{
    regions: [{ id: 'NORTH', name: 'Liguria' }],
    drivers: [{ id: 'DRV-01', name: 'Gino Parodi', region: 'NORTH', active: true }],
  },
  ...{ story: globexStory, past: () => [], lastOf: { whole: 'SHP-2002', core: 'SHP-2002' } },
};

/** By tenant. `tour` is a copy of acme. */
const COMPANIES: Readonly<Record<string, Company>> = { acme: ACME, globex: GLOBEX, tour: ACME };

/** Everything of a company as it stands on the morning of `today`; the story's few shipments alone where that is asked. */
export function factsOf(
  { story, past, lastOf: _last, ...network }: Company,
  today: string,
  isWhole: boolean,
): DemoFacts {
  return { ...network, shipments: [...story(today), ...(isWhole ? past(today) : [])] };
}

/** The demo companies, as Logistics has them. Rows come in one transaction, so where one kind of them is, all are. */
export const DEMO: Demo = {
  tenants: Object.keys(COMPANIES),
  load: async (tx, { tenant, currency, today, extent }) => {
    const company = COMPANIES[tenant] ?? ACME;
    await lockDemo(tx);
    if (await hasShipment(tx, company.lastOf[extent])) return false;
    await writeDemo(tx, factsOf(company, today, extent === 'whole'), currency);
    return true;
  },
};
