import { FUNCTION_GRANTS, TABLE_GRANTS } from './matrix.ts';
import { LOGINS, OWNERS, SCHEMAS, type Role, type TableGrant } from './roles.ts';

const ROLES: readonly Role[] = [...LOGINS, ...OWNERS];

function schemaOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}

function verbSql(verb: TableGrant['verbs'][number]): string {
  return typeof verb === 'string' ? verb : `${verb.verb} (${verb.columns.join(', ')})`;
}

/** The schemas a role must be able to name: those of its grants, and `app`, whose words every policy uses. */
export function schemasOf(role: Role): readonly string[] {
  const named = [
    ...TABLE_GRANTS.filter((grant) => grant.role === role).map((grant) => schemaOf(grant.table)),
    ...FUNCTION_GRANTS.filter((grant) => grant.roles.includes(role)).map((grant) => schemaOf(grant.function)),
    // The composite types of answers live with the ledger; whoever receives one must be able to name its schema.
    'app',
  ];
  return SCHEMAS.filter((schema) => named.includes(schema));
}

/** One line for all that is granted alike. */
function together<Grant>(
  grants: readonly Grant[],
  likeness: (grant: Grant) => readonly [verbs: string, roles: string],
  thing: (grant: Grant) => string,
): readonly string[] {
  const lines = new Map<string, { readonly verbs: string; readonly roles: string; readonly things: string[] }>();
  for (const grant of grants) {
    const [verbs, roles] = likeness(grant);
    const line = lines.get(`${verbs}\0${roles}`) ?? { verbs, roles, things: [] };
    line.things.push(thing(grant));
    lines.set(`${verbs}\0${roles}`, line);
  }
  return [...lines.values()].map(({ verbs, roles, things }) => `grant ${verbs} ${things.join(', ')} to ${roles};`);
}

/** Everything is taken away first, so that a grant removed from the matrix is gone after the next start. */
export function grantsSql(): string {
  const lines = ['-- Generated from prisma/access/areas by `npm run generate:grants`. Not edited by hand.'];
  for (const schema of SCHEMAS) {
    // An owner keeps what it owns; everybody else starts from nothing.
    const others = ROLES.filter(
      (role) => role !== `supercargo_${schema}_owner` && !(schema === 'sweep' && role === 'supercargo_sweeper'),
    );
    for (const kind of ['tables', 'sequences', 'functions'] as const) {
      lines.push(`revoke all on all ${kind} in schema ${schema} from public, ${others.join(', ')};`);
    }
    lines.push(`revoke all on schema ${schema} from public, ${others.join(', ')};`);
  }
  for (const role of ROLES) {
    lines.push(`grant usage on schema ${schemasOf(role).join(', ')} to ${role};`);
  }
  lines.push(
    ...together(
      TABLE_GRANTS,
      ({ verbs, role }) => [`${verbs.map(verbSql).join(', ')} on`, role],
      ({ table }) => table,
    ),
    ...together(
      FUNCTION_GRANTS,
      ({ roles }) => ['execute on function', roles.join(', ')],
      (grant) => grant.function,
    ),
  );
  return `${lines.join('\n')}\n`;
}
