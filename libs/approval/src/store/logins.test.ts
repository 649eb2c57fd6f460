import { FUNCTION_GRANTS, LOGINS, SCHEMAS, TABLE_GRANTS } from '@supercargo/prisma';
import type { Parameter, TenantDoor } from '@supercargo/tenancy';
import { direct, foundTenant, testDatabase } from '@supercargo/testing';
import { beforeAll, expect, test } from 'vitest';
import { look, openCompany, ordersOf, plan, waiting, type Company } from './company.fixture.ts';

// mara holds the database password of one program. She tries every function with every plausible argument, and every table.
const database = await testDatabase();
type Login = (typeof LOGINS)[number];
const doors = Object.fromEntries(LOGINS.map((login) => [login, database.door(login, { connectionsMax: 1 })])) as Record<
  Login,
  TenantDoor
>;
let acme: Company;
let id: string;

interface Fn {
  readonly schema: string;
  readonly name: string;
  readonly signature: string;
  readonly names: readonly string[] | null;
  readonly types: readonly string[];
}
let functions: readonly Fn[];
let tables: readonly { readonly name: string; readonly column: string }[];

beforeAll(async () => {
  acme = await openCompany(database, await foundTenant(database));
  id = await waiting(acme);
  const schemas = [...SCHEMAS, 'extensions', 'public'];
  functions = await database.admin(
    `select n.nspname as schema, p.proname as name, p.oid::regprocedure::text as signature, p.proargnames as names,
            array(select format_type(t, null) from unnest(p.proargtypes) with ordinality a (t, o) order by o) as types
     from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = any($1) and p.prokind = 'f'`,
    [schemas],
  );
  tables = await database.admin(
    `select n.nspname || '.' || c.relname as name, a.attname as "column"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum = 1
     where n.nspname = any($1) and c.relkind = 'r'`,
    [schemas],
  );
});

type Arguments = Readonly<Record<string, Parameter>>;

/** What an attacker would pass: the waiting request's id and digest, felix's name, mara's own secret, a plan of her own. */
async function plausible(fn: Fn): Promise<readonly Parameter[]> {
  const [row] = await database.admin<{ digest: Buffer }>('select digest from approval.plan where request_id = $1', [
    id,
  ]);
  const { text } = await plan(acme, { quantity: 1 });
  const byName: Arguments = {
    ...{ p_request: id, p_digest: row?.digest ?? null, p_person: 'felix', p_secret: 'secret of mara' },
    ...{ p_plan: text.plan, p_card: text.card, p_tool: 'create_reorder', p_server: 'inventory', p_requester: 'mara' },
    ...{
      p_currency: 'EUR',
      p_via: 'terminal',
      p_verdict: 'approve',
      p_state: 'approved',
      p_kind: 'person',
      p_tier: 'consent',
    },
    p_idempotency_key: null,
  };
  const byType: Arguments = {
    ...{ text: 'mara', uuid: id, bytea: row?.digest ?? null, jsonb: '{}', boolean: true, integer: 1, bigint: 1 },
    ...{ 'text[]': ['mara'], name: 'mara' },
  };
  return fn.types.map((type, at) => {
    const named = byName[fn.names?.[at] ?? ''];
    const fits = named !== undefined && (type === 'jsonb' ? named === text.plan : type === typeOf(named));
    return fits ? named : (byType[type] ?? null);
  });
}
const typeOf = (value: Parameter): string =>
  Buffer.isBuffer(value) ? 'bytea' : value === id ? 'uuid' : typeof value === 'string' ? 'text' : typeof value;

/** What the call came to: the message of its fault, or nothing where it answered. Kept when `keep`, else undone. */
async function attempt(
  door: TenantDoor,
  text: string,
  parameters: readonly Parameter[],
  keep: boolean,
): Promise<string> {
  const undone = new Error('undone');
  try {
    await door.write(acme.tenant, async (tx) => {
      await tx.query({ name: '', text }, parameters);
      if (!keep) throw undone;
    });
    return '';
  } catch (error) {
    return error === undone ? '' : String(error);
  }
}
const call = (fn: Fn): string =>
  `select ${fn.schema}.${fn.name}(${fn.types.map((type, at) => `$${at + 1}::${type}`).join(', ')})`;

/** Whether the catalogue kept the login out before anything ran; refusals of ours come after it let the login in. */
const keptOut = (message: string): boolean =>
  /^error: permission denied for (schema|function|table|type) /.test(message);

test.each(LOGINS)('%s executes the functions that the matrix gives it, and no other', async (login) => {
  const mine = FUNCTION_GRANTS.filter(({ roles }) => roles.includes(login)).map(({ function: signature }) => signature);
  const entered: string[] = [];
  for (const fn of functions) {
    const message = await attempt(doors[login], call(fn), await plausible(fn), false);
    if (!keptOut(message)) entered.push(fn.signature.replaceAll(',', ', '));
  }
  expect(functions.length).toBeGreaterThan(80);
  expect(entered.sort()).toEqual([...mine].sort());
});

/** A column that the login may update, where it may not update them all. */
function updatable(login: (typeof LOGINS)[number], table: string): string | undefined {
  const verbs = TABLE_GRANTS.filter((grant) => grant.role === login && grant.table === table).flatMap(
    (grant) => grant.verbs,
  );
  return verbs.flatMap((verb) => (typeof verb === 'object' && verb.verb === 'update' ? verb.columns : [])).at(0);
}

test.each(LOGINS)(
  '%s writes the tables that the matrix gives it, by no other verb, and truncates none',
  async (login) => {
    const entered: string[] = [];
    for (const { name, column: first } of tables) {
      const column = updatable(login, name) ?? first;
      const statements = {
        insert: `insert into ${name} default values`,
        update: `update ${name} set ${column} = ${column}`,
        delete: `delete from ${name}`,
        truncate: `truncate ${name} cascade`,
      };
      for (const [verb, text] of Object.entries(statements)) {
        if (!keptOut(await attempt(doors[login], text, [], false))) entered.push(`${verb} ${name}`);
      }
    }
    const mine = TABLE_GRANTS.filter(({ role }) => role === login).flatMap(({ table, verbs }) =>
      verbs
        .map((verb) => `${typeof verb === 'string' ? verb : verb.verb} ${table}`)
        .filter((verb) => !verb.startsWith('select')),
    );
    expect(tables.length).toBeGreaterThan(30);
    expect(entered.sort()).toEqual(mine.sort());
  },
);

test('all that all logins may do, done thrice in both directions and kept, executes nothing of what waits', async () => {
  const orders = await ordersOf(acme);
  // These end the request: what is over cannot be executed either, but would hide the rest.
  const ending = ['withdraw', 'expire'];
  const rounds = [functions, [...functions].reverse(), functions];
  for (const round of rounds) {
    for (const fn of round.filter(({ name }) => !ending.includes(name))) {
      for (const login of LOGINS) await attempt(doors[login], call(fn), await plausible(fn), true);
    }
  }
  expect(await look(acme, id)).toMatchObject({ state: 'waiting', executions: 0, orders: 0 });
  expect(await ordersOf(acme)).toBe(orders);
  const [row] = await database.admin('select count(*)::int as decisions from approval.decision where request_id = $1', [
    id,
  ]);
  expect(row).toEqual({ decisions: 0 });
}, 240_000);

test('writes of the ledger that are spelt otherwise are refused too', async () => {
  const spelt = [
    `with w as (update approval.request set state = 'approved' returning 1) select * from w`,
    `merge into approval.request r using (values (1)) v on true when matched then update set state = 'approved'`,
    `copy approval.request from stdin`,
    `insert into approval.request select * from approval.request on conflict do nothing`,
    `select * from approval.request for update`,
    `lock table approval.request in exclusive mode`,
    `create view public.mine as select * from people.secret`,
    `explain analyze delete from approval.plan`,
    `do $$ begin update approval.request set state = 'approved'; end $$`,
    `select hash from people.secret`,
    `select * from policy.rule for share`,
  ];
  for (const login of LOGINS) {
    for (const text of spelt) {
      const reason = login === 'supercargo_auditor' && text.includes('policy.rule') ? /./ : /permission denied/;
      await expect(direct(doors[login], acme.tenant, text), `${login}: ${text}`).rejects.toThrow(reason);
    }
  }
});

test('the importer, whose prices decide amounts, moves a waiting order to invalidated and not to cheaper', async () => {
  const cheap = "update inventory.item set price_minor = 1 where tenant_id = app.tenant() and sku = 'COF-1KG'";
  const other = await waiting(acme, { quantity: 80 }, 'cheap');
  expect(await attempt(doors.supercargo_importer, cheap, [], true)).toBe('');
  const record =
    'select * from approval.record_consent((select $1::uuid), (select digest from approval.plan where request_id = $1))';
  expect(await direct(acme.inventory, acme.tenant, record, [other])).toMatchObject([{ state: 'approved' }]);
  const answer = await direct(acme.inventory, acme.tenant, 'select * from inventory.create_reorder($1)', [other]);
  expect(answer).toMatchObject([{ state: 'invalidated', detail: 'the price changed from 12.50 EUR to 0.01 EUR' }]);
});
