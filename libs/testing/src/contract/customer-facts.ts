import type { ServerFacts } from './facts.ts';
import type { Trade } from './stage.ts';

/** What the contract has to know of what a server offers to customers. Its own definition is what `customerFacing` makes of the server. */
export interface CustomerFacts extends ServerFacts {
  /** Whose calls these are: carla's. */
  readonly customer: string;
  /** Somebody else of the same company, who has rows as well: carlos. */
  readonly other: string;
  /** The same server for staff. */
  readonly staff: Trade & { readonly scope: string };
  /** The table of the customers' rows, whose restrictive policy is all that holds two of them apart, and its column that is their id. */
  readonly rows: { readonly table: string; readonly id: string };
  /** The tool that lists them, under this key, by this member; undefined where one is followed by its id alone. */
  readonly list: { readonly tool: string; readonly key: string; readonly id: string } | undefined;
  /** The tool that shows one of them, by this argument; undefined where the list says all. */
  readonly one: { readonly tool: string; readonly argument: string; readonly none: string } | undefined;
  /** A resource of the staff's that shows a row of carla's. */
  readonly resource: string;
}

/** Whoever calls as a customer, as a token says it. */
export interface CustomerBearer {
  readonly person: string;
  readonly customer: string;
  readonly tenant?: string;
}
