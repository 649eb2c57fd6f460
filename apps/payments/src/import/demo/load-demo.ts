import type { Demo } from '@supercargo/imports';
import { ACME_PAYEES, GLOBEX_PAYEES } from './catalogue/payees.ts';
import { HISTORY_BILLS, restOf, storyOf, type Blueprint } from './company.ts';
import { hasInvoice, lockDemo, writeDemo } from './store/write-demo.ts';
import { ACME_STORY, GLOBEX_STORY } from './story.ts';

const ACME: Blueprint = { story: ACME_STORY, payees: ACME_PAYEES, bills: HISTORY_BILLS };
const GLOBEX: Blueprint = { story: GLOBEX_STORY, payees: GLOBEX_PAYEES, bills: 0 };

/** By tenant. `tour` is a copy of acme. */
export const BLUEPRINTS: Readonly<Record<string, Blueprint>> = { acme: ACME, globex: GLOBEX, tour: ACME };

/** Of the story, and of what is there besides: rows come in one transaction, so where one of them is, all are. */
const STORY_INVOICE = 'INV-7002';
const REST_INVOICE = 'INV-6001';

/** The demo companies, as Payments has them on the morning of the day. */
export const DEMO: Demo = {
  tenants: Object.keys(BLUEPRINTS),
  load: async (tx, { tenant, currency, today, extent }) => {
    const blueprint = BLUEPRINTS[tenant];
    if (blueprint === undefined) return false;
    await lockDemo(tx);
    const told = await hasInvoice(tx, STORY_INVOICE);
    const hasRest = extent === 'core' || blueprint.bills === 0 || (await hasInvoice(tx, REST_INVOICE));
    if (!told) await writeDemo(tx, storyOf(blueprint, today), currency);
    if (!hasRest) await writeDemo(tx, restOf(blueprint, today), currency);
    return !(told && hasRest);
  },
};
