import type { Demo } from '@supercargo/imports';
import type { DemoFacts, DemoReturn, DemoSold } from './facts.ts';
import { ACME_PARTNERS, GLOBEX_PARTNERS, type Partners } from './partners.ts';
import { pastOf } from './past.ts';
import { acmeSold, globexSold, pastSold } from './sold.ts';
import { lockDemo, missingReturns, writeDemo } from './store/write-demo.ts';
import { acmeStory, globexStory } from './story.ts';

/** What makes a demo company: its partners and story by hand, its past by chance where it has one. */
interface Blueprint {
  readonly partners: Partners;
  readonly story: (today: string) => readonly DemoReturn[];
  readonly sold: (today: string) => readonly DemoSold[];
  readonly hasPast: boolean;
}

const ACME: Blueprint = { partners: ACME_PARTNERS, story: acmeStory, sold: acmeSold, hasPast: true };
const GLOBEX: Blueprint = { partners: GLOBEX_PARTNERS, story: globexStory, sold: globexSold, hasPast: false };

/** By tenant. `tour` is a copy of acme. */
const BLUEPRINTS: Readonly<Record<string, Blueprint>> = { acme: ACME, globex: GLOBEX, tour: ACME };

/** The company's facts on the morning of `today`; the story alone, or all of it. A tenant without a blueprint is like acme. */
export function factsOf(tenant: string, today: string, extent: 'whole' | 'core'): DemoFacts {
  const { partners, story, sold, hasPast } = BLUEPRINTS[tenant] ?? ACME;
  const told = { ...partners, returns: story(today), sold: sold(today) };
  if (!hasPast || extent !== 'whole') return told;
  const past = pastSold(today, partners.customers);
  return { ...told, returns: [...pastOf(today, told), ...told.returns], sold: [...past, ...told.sold] };
}

export const DEMO: Demo = {
  tenants: Object.keys(BLUEPRINTS),
  async load(tx, { tenant, currency, today, extent }) {
    await lockDemo(tx);
    const facts = factsOf(tenant, today, extent);
    const isMissing = await missingReturns(
      tx,
      facts.returns.map(({ id }) => id),
    );
    const missing = facts.returns.filter(({ id }) => isMissing.has(id));
    if (missing.length === 0) return false;
    await writeDemo(tx, { ...facts, returns: missing }, currency);
    return true;
  },
};
