import pg from 'pg';
import type { Parameter, Statement } from './tx.ts';

/** What a statement's rows look like: what pg makes of PostgreSQL's description, once, and then only reads. */
interface RowShape {
  fields: unknown;
  _parsers: unknown;
  _prebuiltEmptyResultObject: unknown;
}

interface Connection {
  describe(portal: unknown): void;
}

/** As much of pg's own query as is changed here; its release is pinned. */
interface PgQuery {
  name: string;
  values: readonly Parameter[];
  callback: (error: Error | null, result: pg.QueryResult) => void;
  _result: RowShape;
  _accumulateRows: boolean;
  prepare(connection: Connection): void;
  handleRowDescription(message: unknown): void;
}

const Query = pg.Query as unknown as new (text: string) => PgQuery;

/** What is known of a connection's statements, and the same connection as it does not ask for more. */
interface Described {
  readonly shapes: Map<string, RowShape>;
  readonly undescribing: Connection;
}

const connections = new WeakMap<Connection, Described>();

function describedOn(connection: Connection): Described {
  const known = connections.get(connection);
  if (known !== undefined) return known;
  const undescribing = Object.create(connection, { describe: { value: () => undefined } }) as Connection;
  const described = { shapes: new Map<string, RowShape>(), undescribing };
  connections.set(connection, described);
  return described;
}

/**
 * A statement by its name. PostgreSQL says once for each connection what its rows look like, and not with each answer: it refuses to
 * execute a named statement whose rows have become others (“cached plan must not change result type”).
 */
class NamedQuery extends Query {
  #shapes: Map<string, RowShape> | undefined;

  override prepare(connection: Connection): void {
    const { shapes, undescribing } = describedOn(connection);
    this.#shapes = shapes;
    const shape = shapes.get(this.name);
    if (shape === undefined) {
      super.prepare(connection);
      return;
    }
    this._result.fields = shape.fields;
    this._result._parsers = shape._parsers;
    this._result._prebuiltEmptyResultObject = shape._prebuiltEmptyResultObject;
    this._accumulateRows = true;
    super.prepare(undescribing);
  }

  override handleRowDescription(message: unknown): void {
    super.handleRowDescription(message);
    this.#shapes?.set(this.name, this._result);
  }
}

/** Sends a statement: by its name, so that PostgreSQL plans it once per connection, or by its text where a pooler forbids names. */
export function sendStatement<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  { name, text }: Statement,
  parameters: readonly Parameter[],
  named: boolean,
): Promise<pg.QueryResult<Row>> {
  if (!named || name === '') return client.query<Row>({ text, values: [...parameters] });
  const answered = new Promise<pg.QueryResult<Row>>((resolve, reject) => {
    const query = new NamedQuery(text);
    query.name = name;
    query.values = parameters;
    query.callback = (error, result) => {
      if (error === null) resolve(result as pg.QueryResult<Row>);
      else reject(error);
    };
    client.query(query as unknown as pg.Submittable);
  });
  return answered.catch((reason: unknown) => {
    // What was thrown where the connection is read leads to nobody; from here it leads to who asked, as pg's own do.
    if (reason instanceof Error) Error.captureStackTrace(reason);
    throw reason;
  });
}
