import type { TestDatabase } from '../test-database.ts';
import type { Stage, Trade } from './stage.ts';

export type Input = Readonly<Record<string, unknown>>;

/** What a stored plan says, to whoever breaks one of its guards: the tenant, what is to be done, and what must still be so. */
export interface StoredPlan {
  readonly tenant: string;
  readonly effect: Readonly<Record<string, unknown>>;
  readonly guards: Readonly<Record<string, unknown>>;
}

/** Makes a guard of this plan untrue in the system of record, as the world would. Nobody mends it: the tenant is the guard's own. */
export type BreakGuard = (database: TestDatabase, plan: StoredPlan) => Promise<unknown>;

/**
 * What the contract has to know of a write tool. It asks with the tool's good input, and then:
 * breaks each guard that the plan names, one by one, and expects the approved request to end `invalidated` with a reason in words;
 * executes it, takes it back with `undo`, and expects `holds` to say what it said before.
 */
export interface WriteFacts {
  /** For every guard of the plan, by its key there: what breaks it. A guard without one fails the contract, and so does one too many. */
  readonly breakGuard: Readonly<Record<string, BreakGuard>>;
  /** What the system of record holds of that which the tool changes: other after it was executed, and as before once it is undone. */
  readonly holds: (stage: Stage, input: Input) => Promise<unknown>;
  /** The input of the tool that `reversibility.by` names, from the input and the executed result. Left out by irreversible tools. */
  readonly undo?: (input: Input, result: Readonly<Record<string, unknown>>) => Input;
}

/** What the contract has to know of a server; everything else it derives. */
export interface ServerFacts extends Trade {
  /** The app's `src` folder, as a path that ends with a slash. */
  readonly source: string;
  /** Of what faces customers: the same server for staff, whose worker does what customers asked for. */
  readonly staff?: Trade;
  /** A person who may ask for every tool of the server. */
  readonly mayAskAll: string;
  /** For each tool of the trade an input that it takes, made afresh each time. */
  readonly good: Readonly<Record<string, (stage: Stage) => Promise<Input>>>;
  /** A write tool, and of it two inputs that are different requests. Left out where nothing is written. */
  readonly write?: { readonly tool: string; readonly inputs: readonly [Input, Input] };
  /** For each write tool of the trade how its guards break and how it is taken back. A tool that is not here fails the contract. */
  readonly writes: Readonly<Record<string, WriteFacts>>;
}
