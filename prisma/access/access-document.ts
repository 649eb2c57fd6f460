import { FUNCTION_GRANTS, TABLE_GRANTS } from './matrix.ts';
import { LOGINS, OWNERS, SCHEMAS, type Role, type TableGrant } from './roles.ts';

const ROLES: readonly Role[] = [...LOGINS, ...OWNERS];

const introduction = (): string => `# Who may do what in the database

Generated from \`prisma/access/areas\` by \`npm run generate:grants\`, and compared with PostgreSQL's catalogue by a test, in both
directions: what is not written here is refused by the database, whatever a program tries.

Every row is behind the tenant's wall as well: row-level security shows and takes only rows of the tenant that the transaction is for.
Logins are what programs connect as. Owners cannot log in; they own the tables and the functions of one schema, and a function that is
marked SECURITY DEFINER works with its owner's rights. ${whoDeletes()}
`;

const names: Readonly<Partial<Record<Role, string>>> = {
  supercargo_inventory: 'the Inventory server and its worker',
  supercargo_logistics: 'the Logistics server and its worker',
  supercargo_orders: 'the Orders server and its worker',
  supercargo_returns: 'the Returns server and its worker',
  supercargo_payments: 'the Payments server and its worker',
  supercargo_logistics_customer: 'the customers’ deployment of the server: a customer’s own shipments',
  supercargo_orders_customer: 'the customers’ deployment of the server: a customer’s own orders',
  supercargo_returns_customer: 'the customers’ deployment of the server: a customer’s own returns',
  supercargo_payments_customer: 'the customers’ deployment of the server: a customer’s own payments and refunds',
  supercargo_terminal: 'approvers on a terminal',
  supercargo_console: 'the console, where approvers decide signed in',
  supercargo_importer: 'imports and demo data',
  supercargo_auditor: '`audit tail` and `audit explain`, read only',
  supercargo_sweeper: 'owns the function that looks for due requests over all tenants',
};

/** Said by the matrix, so that it stays true. TRUNCATE is no verb there: nobody is given it. */
function whoDeletes(): string {
  const may = TABLE_GRANTS.filter(({ verbs }) => verbs.includes('delete')).map(
    ({ role, table }) => `${short(role)} has DELETE on ${table}`,
  );
  const except = may.length === 0 ? '' : `, except that ${may.join(' and ')}`;
  return `Nobody but an owner has DELETE\nor TRUNCATE on anything${except}.`;
}

function short(role: Role): string {
  return role.replace('supercargo_', '');
}

function verbsOf(role: Role, table: string): string {
  const verbs = TABLE_GRANTS.filter((grant) => grant.role === role && grant.table === table).flatMap(
    (grant) => grant.verbs,
  );
  return verbs.map(verbText).join(', ');
}

function verbText(verb: TableGrant['verbs'][number]): string {
  return typeof verb === 'string' ? verb : `${verb.verb} of ${verb.columns.join(', ')}`;
}

/** A Markdown table as prettier aligns it. */
function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((_, column) => Math.max(3, ...[header, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}

/** docs/access.md: the matrix for people. */
export function accessDocument(): string {
  const roles = tableOf(
    ['role', 'is'],
    ROLES.map((role) => [short(role), names[role] ?? `owns the schema \`${short(role).replace('_owner', '')}\``]),
  );
  const byLogins = TABLE_GRANTS.filter(({ role }) => LOGINS.some((login) => login === role));
  const tables = [...new Set(byLogins.map(({ table }) => table))].sort(
    (a, b) =>
      SCHEMAS.findIndex((schema) => a.startsWith(`${schema}.`)) -
      SCHEMAS.findIndex((schema) => b.startsWith(`${schema}.`)),
  );
  const onTables = tableOf(
    ['table', ...LOGINS.map(short)],
    tables.map((table) => [table, ...LOGINS.map((role) => verbsOf(role, table))]),
  );
  const owners = tableOf(
    ['owner', 'table', 'verbs'],
    TABLE_GRANTS.filter(({ role }) => OWNERS.some((owner) => owner === role)).map(({ role, table }) => [
      short(role),
      table,
      verbsOf(role, table),
    ]),
  );
  const functions = tableOf(
    ['function', 'logins', 'owners'],
    FUNCTION_GRANTS.map((grant) => [
      `\`${grant.function}\``,
      grant.roles
        .filter((role) => LOGINS.some((login) => login === role))
        .map(short)
        .join(', '),
      grant.roles
        .filter((role) => OWNERS.some((owner) => owner === role))
        .map(short)
        .join(', '),
    ]),
  );
  return [
    introduction(),
    `## Roles\n\n${roles}\n`,
    `## Tables, by login\n\nA table that is not listed is reached by no login.\n\n${onTables}\n`,
    `## Tables of others, by owner\n\n${owners}\n`,
    `## Functions\n\nWho may execute each; its own owner always may.\n\n${functions}\n`,
  ].join('\n');
}
