/** How a read is asked for, in the how-manieth of many ways that are alike. */
export type ReadCase = {
  readonly name: string;
  /** Whether its rows are named by a key: then its time must not depend on how many others there are. */
  readonly keyed: boolean;
  /** The table whose rows it is of. */
  readonly table: string;
  /** Whether each call goes on where the one before ended, page by page through the whole list of a company and then of the next. */
  readonly pages: boolean;
  readonly ask: (nth: number, rows: Rows) => Ask;
};

/** How many rows a company has of each list, and how many requests. */
export type Rows = { readonly rows: number; readonly requests: number };

export type Ask =
  | { readonly kind: 'tool'; readonly name: string; readonly input: Inputs }
  | { readonly kind: 'resource'; readonly uri: string };

export type Inputs = Readonly<Record<string, unknown>>;
type Input = (nth: number, rows: Rows) => Inputs;

const called = (name: string, what: string): string => (what === '' ? name : `${name}, ${what}`);

function tool(
  name: string,
  table: string,
  input: Input,
  said: { what: string; keyed: boolean; pages: boolean },
): ReadCase {
  return {
    ...{ name: called(name, said.what), table, keyed: said.keyed, pages: said.pages },
    ask: (nth, rows) => ({ kind: 'tool', name, input: input(nth, rows) }),
  };
}

/** A read of what a key names. */
export const one = (name: string, table: string, input: Input): ReadCase =>
  tool(name, table, input, { what: '', keyed: true, pages: false });

/** A list as it is asked for first. */
export const list = (name: string, table: string, what: string, input: Input = () => ({})): ReadCase =>
  tool(name, table, input, { what, keyed: false, pages: false });

/** A list from page to page. */
export const pages = (name: string, table: string, what = '', input: Inputs = {}): ReadCase =>
  tool(name, table, () => input, { what: what === '' ? 'by cursor' : `${what}, by cursor`, keyed: false, pages: true });

/** A resource whose rows are named by a key, or a list of them. */
export function resource(
  uriTemplate: string,
  table: string,
  keyed: boolean,
  variable: (nth: number, rows: Rows) => string = () => '',
): ReadCase {
  return {
    ...{ name: uriTemplate, table, keyed, pages: false },
    ask: (nth, rows) => ({
      kind: 'resource',
      uri: uriTemplate.replace(/\{\w+\}/, encodeURIComponent(variable(nth, rows))),
    }),
  };
}
