import { FUNCTION_GRANTS, LOGINS, fillWall, testDatabase } from '@supercargo/testing';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';

/** A function with its owner's rights walks past the walls of its caller: it asks for the tenant itself, or has nothing of a tenant. */
const database = await testDatabase();

const WITHOUT_TENANT: Readonly<Record<string, string>> = {
  'app.customer()': 'which customer the transaction is for; raises where none is set',
  'app.find_server()': 'which server the login belongs to',
  'app.server()': 'which server the login belongs to',
  'audit.append(text[], text[])': 'with the rights of its caller; each record names its tenant, and the walls judge',
  'audit.count_unauthenticated(text[], text[], text[], bigint[])': 'refusals before anybody said which tenant',
  'audit.note_issuer_key(text, text, text, boolean)': 'public keys of identity providers, which are of no tenant',
  'audit.refuse_unauthenticated(text, text, text, text)': 'refusals before anybody said which tenant',
  'sweep.due(integer, text, uuid)': 'looks over all tenants, and answers with a tenant and an id',
  'sweep.due_remote(integer, text, uuid)': 'looks over all tenants, and answers with a tenant and an id',
  'sweep.pending(integer, text, uuid)': 'looks over all tenants, and answers with a tenant and an id',
};

const CALLS = FUNCTION_GRANTS.flatMap(({ function: signature, roles }) =>
  LOGINS.filter((login) => roles.includes(login)).map((login) => ({ signature, login })),
).filter(({ signature }) => WITHOUT_TENANT[signature] === undefined);

beforeAll(async () => {
  await fillWall(await database.adminClient());
});

async function session(login: (typeof LOGINS)[number]): Promise<pg.Client> {
  const { host, port, database: name, user, password } = database.config(login);
  const client = new pg.Client({ host, port, database: name, user, password });
  await client.connect();
  // A customers' login works for a customer in each of its transactions.
  if (login.endsWith('_customer')) await client.query("select set_config('app.customer', 'CUS-CARLA', false)");
  return client;
}

/** A call with one plausible argument of each type: ids are those of the other tenant. */
async function callOf(signature: string): Promise<string> {
  const [other] = await database.admin<{ id: string; digest: string; plan: string }>(
    `select request_id as id, digest::text, plan from approval.plan where tenant_id = 'globex' and server = 'inventory'`,
  );
  const values: Readonly<Record<string, string>> = {
    uuid: `'${other?.id ?? ''}'`,
    bytea: `'${other?.digest ?? ''}'`,
    text: `'mara'`,
    'text[]': `array['mara']`,
    integer: '1',
    bigint: '1',
    boolean: 'true',
    jsonb: `'{}'`,
  };
  const [, name, list] = /^(.*)\((.*)\)$/.exec(signature) ?? [];
  const types = (list ?? '').split(', ').filter((type) => type !== '');
  const isAsk = name === 'approval.ask';
  return `${name ?? ''}(${types.map((type) => (isAsk ? `'${other?.plan ?? ''}'` : values[type]) ?? 'null').join(', ')})`;
}

test.each(CALLS)('$signature, called by $login without a tenant, raises', async ({ signature, login }) => {
  const client = await session(login);
  await expect(client.query(`select ${await callOf(signature)}`)).rejects.toThrow('no tenant set');
  await client.query(`begin; select set_config('app.tenant', '', true)`);
  await expect(client.query(`select ${await callOf(signature)}`)).rejects.toThrow('no tenant set');
  await client.end();
});

const BY_REQUEST = CALLS.filter(({ signature }) => signature.includes('(uuid'));

test.each(BY_REQUEST)(
  '$signature, called by $login, knows no request of another tenant',
  async ({ signature, login }) => {
    const client = await session(login);
    await client.query(`begin; select set_config('app.tenant', 'acme', true)`);
    const { rows } = await client.query<{ answer: unknown }>(`select to_jsonb(${await callOf(signature)}) as answer`);
    await client.query('rollback');
    await client.end();
    const answer = rows[0]?.answer;
    if (answer === null || typeof answer === 'boolean') expect(answer ?? false).toBe(false);
    else {
      expect(answer).toMatchObject({
        refusal: expect.stringMatching(/^(unknown_request|unknown_event|wrong_secret|no_secret)$/) as string,
        state: null,
      });
    }
  },
);

test('a login’s server is the one that is written down for it, and what is no login of a server has none', async () => {
  const logins = await database.admin<{ role: (typeof LOGINS)[number]; server: string }>(
    'select role, server from app.login',
  );
  expect(logins).toHaveLength(9);
  for (const { role, server } of logins) {
    const client = await session(role);
    expect((await client.query('select app.server(), app.find_server()')).rows).toEqual([
      { server, find_server: server },
    ]);
    await client.end();
  }
  const admin = await database.adminClient();
  await expect(admin.query('select app.server()')).rejects.toThrow('not the login of a server');
});

test('a login asks as a customer exactly where it is one for customers', async () => {
  const logins = await database.admin<{ role: (typeof LOGINS)[number] }>('select role from app.login');
  const admin = await database.adminClient();
  // As one of the owners that ask for it would, in a session of each login.
  await admin.query(`create function pg_temp.asking() returns text language sql security definer set search_path = ''
    as 'select app.asking_customer()'`);
  await admin.query('alter function pg_temp.asking() owner to supercargo_approval_owner');
  await admin.query(`select set_config('app.customer', 'CUS-CARLA', false)`);
  for (const { role } of logins) {
    await admin.query(
      `begin; grant execute on function pg_temp.asking() to ${role}; set local session authorization ${role}`,
    );
    const { rows } = await admin.query('select pg_temp.asking() as customer');
    await admin.query('rollback');
    expect(rows, role).toEqual([{ customer: role.endsWith('_customer') ? 'CUS-CARLA' : null }]);
  }
});

test('a plan that names another tenant is refused', async () => {
  const client = await session('supercargo_inventory');
  await client.query(`begin; select set_config('app.tenant', 'acme', true)`);
  await expect(client.query(`select ${await callOf('approval.ask(text, text, text)')}`)).rejects.toThrow(
    'another server or tenant',
  );
  await client.end();
});

test('what looks over all tenants answers with a tenant and an id, and nothing else', async () => {
  const client = await session('supercargo_inventory');
  const { fields } = await client.query('select * from sweep.due(10, null, null)');
  expect(fields.map(({ name }) => name)).toEqual(['tenant_id', 'request_id']);
  const pending = await client.query('select * from sweep.pending(10, null, null)');
  expect(pending.fields.map(({ name }) => name)).toEqual(['tenant_id', 'event_id']);
  await client.end();
});

test('what a definer writes lands in the tenant of the transaction', async () => {
  await database.admin(`update people.secret set hash = extensions.crypt('right', extensions.gen_salt('bf', 4))`);
  const client = await session('supercargo_terminal');
  await client.query(`begin; select set_config('app.tenant', 'acme', true)`);
  const { rows } = await client.query(
    `select policy.switch_by_secret('mara', 'wrong', 'tool', 'create_reorder', true, 'x') as answer`,
  );
  await client.query('commit');
  await client.end();
  expect(rows).toEqual([{ answer: 'wrong_secret' }]);
  await expect(database.admin(`select tenant_id from audit.entry where kind = 'wrong_secret'`)).resolves.toEqual([
    { tenant_id: 'acme' },
  ]);
  await expect(database.admin(`select tenant_id from people.secret where wrong_tries > 0`)).resolves.toEqual([
    { tenant_id: 'acme' },
  ]);
});
