import type { Stage, Trade } from './stage.ts';

export type Input = Readonly<Record<string, unknown>>;

/** What the contract has to know of a server; everything else it derives. */
export interface ServerFacts extends Trade {
  /** The app's `src` folder, as a path that ends with a slash. */
  readonly source: string;
  /** A person who may ask for every tool of the server. */
  readonly mayAskAll: string;
  /** For each tool of the trade an input that it takes, made afresh each time. */
  readonly good: Readonly<Record<string, (stage: Stage) => Promise<Input>>>;
  /** A write tool, and of it two inputs that are different requests. */
  readonly write: { readonly tool: string; readonly inputs: readonly [Input, Input] };
}
