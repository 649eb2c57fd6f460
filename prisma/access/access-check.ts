import { FUNCTION_GRANTS, TABLE_GRANTS } from './matrix.ts';
import { LOGINS, OWNERS, SCHEMAS, type Role } from './roles.ts';
import { schemasOf } from './grants-sql.ts';

/** Runs one statement as a role that may read the catalogue. */
export type CatalogueQuery = <Row extends Record<string, unknown>>(
  text: string,
  parameters: readonly unknown[],
) => Promise<readonly Row[]>;

interface Held {
  readonly role: string;
  readonly verb: string;
  readonly object: string;
  readonly owned: boolean;
}

const ROLES: readonly (Role | 'public')[] = [...LOGINS, ...OWNERS, 'public'];

const TABLES = `
  select r.role, v.verb, n.nspname || '.' || c.relname as object, c.relowner::regrole::text = r.role as owned
  from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest($1::text[]) as r (role),
       unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'maintain']) as v (verb)
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)'
    and has_table_privilege(r.role, c.oid, v.verb)`;

const COLUMNS = `
  select r.role, v.verb, n.nspname || '.' || c.relname || '.' || a.attname as object, c.relowner::regrole::text = r.role as owned
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped, unnest($1::text[]) as r (role),
       unnest(array['select', 'insert', 'update', 'references']) as v (verb)
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^(pg_|information_schema)'
    and has_column_privilege(r.role, c.oid, a.attnum, v.verb) and not has_table_privilege(r.role, c.oid, v.verb)`;

const FUNCTIONS = `
  select r.role, 'execute' as verb, n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as object,
         p.proowner::regrole::text = r.role as owned, p.oid::bigint as oid
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace, unnest($1::text[]) as r (role)
  where n.nspname !~ '^(pg_|information_schema)' and has_function_privilege(r.role, p.oid, 'execute')`;

const SEQUENCES = `
  select r.role, v.verb, n.nspname || '.' || c.relname as object, false as owned
  from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest($1::text[]) as r (role),
       unnest(array['select', 'update', 'usage']) as v (verb)
  where c.relkind = 'S' and n.nspname !~ '^(pg_|information_schema)' and has_sequence_privilege(r.role, c.oid, v.verb)`;

const PLACES = `
  select r.role, v.verb, n.nspname as object, n.nspowner::regrole::text = r.role as owned
  from pg_namespace n, unnest($1::text[]) as r (role), unnest(array['usage', 'create']) as v (verb)
  where n.nspname !~ '^(pg_|information_schema)' and has_schema_privilege(r.role, n.oid, v.verb)
  union all
  select r.role, v.verb, 'this database', false
  from unnest($1::text[]) as r (role), unnest(array['connect', 'create', 'temporary']) as v (verb)
  where has_database_privilege(r.role, current_database(), v.verb)
  union all
  select r.role, 'member', g.rolname, false
  from pg_roles g, unnest($1::text[]) as r (role)
  where r.role not in ('public', g.rolname) and pg_has_role(r.role, g.oid, 'member')`;

/**
 * Where the catalogue says otherwise than the matrix, in both directions: one sentence for each privilege that somebody has and should
 * not, or should and has not. Empty when they agree. An owner's rights over what it owns are not in the matrix.
 */
export async function accessFailures(query: CatalogueQuery): Promise<readonly string[]> {
  const said = new Set<string>();
  const owned = new Set<string>();
  for (const text of [TABLES, COLUMNS, FUNCTIONS, SEQUENCES, PLACES]) {
    for (const held of await query<Held & Record<string, unknown>>(text, [ROLES])) {
      (held.owned ? owned : said).add(sentence(held.role, held.verb, held.object));
    }
  }
  const meant = new Set([...(await meantFunctions(query)), ...meantTables(), ...meantPlaces()]);
  return [
    ...[...said].filter((each) => !meant.has(each)).map((each) => `${each}, which the matrix does not say`),
    ...[...meant].filter((each) => !said.has(each) && !owned.has(each)).map((each) => `not so: ${each}`),
  ].sort();
}

function sentence(role: string, verb: string, object: string): string {
  return `${role} has ${verb} on ${object}`;
}

function meantTables(): readonly string[] {
  return TABLE_GRANTS.flatMap(({ role, table, verbs }) =>
    verbs.flatMap((verb) =>
      typeof verb === 'string'
        ? [sentence(role, verb, table)]
        : verb.columns.map((column) => sentence(role, verb.verb, `${table}.${column}`)),
    ),
  );
}

/** The matrix writes a signature as a statement does; the catalogue writes arguments with their names. */
async function meantFunctions(query: CatalogueQuery): Promise<readonly string[]> {
  const rows = await query<{ written: string; found: string | null }>(
    `select f.written, n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as found
     from unnest($1::text[]) as f (written)
     left join pg_proc p on p.oid = to_regprocedure(f.written) left join pg_namespace n on n.oid = p.pronamespace`,
    [FUNCTION_GRANTS.map((grant) => grant.function)],
  );
  const found = new Map(rows.map((row) => [row.written, row.found ?? `${row.written}, which does not exist`]));
  const extension = ['crypt(text, text)', 'gen_salt(text, integer)'].map((name) =>
    sentence('supercargo_people_owner', 'execute', `extensions.${name}`),
  );
  return [
    ...extension,
    ...FUNCTION_GRANTS.flatMap((grant) =>
      grant.roles.map((role) => sentence(role, 'execute', found.get(grant.function) ?? grant.function)),
    ),
  ];
}

function meantPlaces(): readonly string[] {
  return [
    ...[...LOGINS, ...OWNERS].flatMap((role) => schemasOf(role).map((schema) => sentence(role, 'usage', schema))),
    sentence('supercargo_people_owner', 'usage', 'extensions'),
    ...SCHEMAS.map((schema) =>
      sentence(schema === 'sweep' ? 'supercargo_sweeper' : `supercargo_${schema}_owner`, 'create', schema),
    ),
    ...LOGINS.map((role) => sentence(role, 'connect', 'this database')),
  ];
}
