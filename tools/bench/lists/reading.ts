import { callTool, readResource, type Principal, type Runtime, type ServerDefinition } from '@supercargo/mcp-kit';
import { assert } from '@supercargo/kernel';
import { PERSON } from '../founding.ts';
import { benchRuntime } from '../runtime.ts';
import type { ReadCase } from './case.ts';
import type { Loaded } from './database.ts';
import { explaining } from './explaining.ts';
import type { Plan } from './plans.ts';

/** Where a walk through the pages of lists is: in which company, and after which page. */
type Place = { readonly company: number; readonly cursor: string | undefined };

/** One database with a server in this process. */
export type Reading = Loaded & {
  readonly runtime: Runtime;
  /** The same server, which explains what it asks of the database. */
  readonly explained: Runtime;
  readonly plans: Plan[];
  readonly places: Map<ReadCase, Place>;
};

export function readingOf(definition: ServerDefinition, loaded: Loaded): Reading {
  const plans: Plan[] = [];
  const prefixes = [`${definition.name}_`, 'approval_request', 'policy_budget', 'policy_spending'];
  const door = explaining(loaded.door, prefixes, (plan) => plans.push(plan));
  return {
    ...loaded,
    ...{ plans, places: new Map() },
    runtime: benchRuntime(definition, loaded.door),
    explained: benchRuntime(definition, door),
  };
}

/** Asks once, as a caller does: each time of another company, or on through the pages of one. */
export async function read(reading: Reading, runtime: Runtime, each: ReadCase, nth: number): Promise<void> {
  const { tenants, places } = reading;
  const place = each.pages
    ? (places.get(each) ?? { company: 0, cursor: undefined })
    : { company: nth, cursor: undefined };
  const tenant = tenants[place.company % tenants.length];
  assert(tenant !== undefined, 'there is a company');
  const principal: Principal = { tenant, person: PERSON, via: 'local', agent: 'benchmark', client: null };
  const ask = each.ask(nth, reading);
  if (ask.kind === 'resource') {
    await readResource(runtime, principal, ask.uri);
    return;
  }
  const received = place.cursor === undefined ? ask.input : { ...ask.input, cursor: place.cursor };
  const outcome = await callTool(runtime, principal, {
    name: ask.name,
    received,
    canShow: [],
    resumed: undefined,
  });
  if (outcome.kind !== 'answered') throw new Error(`${each.name} was answered ${JSON.stringify(outcome)}`);
  if (each.pages) places.set(each, placeAfter(place, outcome.structured['next_cursor']));
}

function placeAfter({ company }: Place, next: unknown): Place {
  return typeof next === 'string' ? { company, cursor: next } : { company: company + 1, cursor: undefined };
}

/** How PostgreSQL runs what a read asks, behind its walls. */
export async function plansOf(reading: Reading, each: ReadCase): Promise<readonly Plan[]> {
  reading.plans.length = 0;
  await read(reading, reading.explained, each, 1);
  return [...reading.plans];
}
