import type { Tool } from '@supercargo/mcp-kit';
import type { ServerFacts, WriteFacts } from './facts.ts';
import { getLabel, labelResource, setLabel } from './label-trade.fixture.ts';

/** A way to break a valid server, and the words by which the contract says so. */
export type Break = readonly [what: string, broken: (facts: ServerFacts) => ServerFacts, words: string];

export function withTools(facts: ServerFacts, ...tools: readonly Tool[]): ServerFacts {
  return { ...facts, definition: { ...facts.definition, tools } };
}

/** The write tool with something else in it, whatever its type says, as a cast would have it. */
export const write = (facts: ServerFacts, change: object): ServerFacts =>
  withTools(facts, getLabel, { ...setLabel, ...change });

export const writeFacts = (facts: ServerFacts, change: Partial<WriteFacts>): ServerFacts => ({
  ...facts,
  writes: { set_label: { ...facts.writes['set_label'], ...change } as WriteFacts },
});

/** A second resource, the first with something else in it. */
export const resource = (facts: ServerFacts, change: object): ServerFacts => ({
  ...facts,
  definition: {
    ...facts.definition,
    resources: [labelResource, { ...labelResource, name: 'other', uriTemplate: 'inventory://other', ...change }],
  },
});
