import { BY_ANOTHER, BY_CONSENT, type Asked, type Plot } from './plot.ts';

type Told = Omit<Plot, 'name' | 'scenarios' | 'loop' | 'told'> & { readonly told: Omit<Asked, 'kind' | 'tier'> };

/** The same story by the requester's own consent, and by another person's approval. */
export function bothTiers(name: string, plot: Told): readonly [Plot, Plot] {
  const { told, ...rest } = plot;
  const base = { ...rest, loop: 'sweep.due' } as const;
  return [
    { ...base, name, scenarios: BY_CONSENT, told: { ...told, kind: 'request', tier: 'consent' } },
    { ...base, name: `${name}-approved`, scenarios: BY_ANOTHER, told: { ...told, kind: 'request', tier: 'person' } },
  ];
}
