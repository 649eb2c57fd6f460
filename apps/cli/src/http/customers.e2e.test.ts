import { readFileSync } from 'node:fs';
import { identitySecret } from '@supercargo/cluster';
import { connectHttp, foundTenant, PEOPLE, testDatabase, type ToolAnswer } from '@supercargo/testing';
import { CUSTOMER_SERVERS } from '@supercargo/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installationOn, recordedOutside } from '../installation.fixture.ts';
import { tokenByCodeFlow } from '../token/code-flow.ts';
import { jsonDocument } from '../up/progress.ts';
import { runServer } from '../up/run-server.ts';
import { httpServers } from './addresses.ts';
import { SITES } from './sites.ts';
import { startHttp } from './start-http.ts';
import { stopHttp } from './stop-http.ts';

// carla and carlos sign in with the development authorization server, and ask the servers for customers, all of them processes of their own.
const database = await testDatabase();
const customers = ['carla', 'carlos'].map((id) => ({ id, name: id, roles: ['customer'] }));
await foundTenant(database, { tenant: 'acme', people: [...PEOPLE, ...customers] });
const here = await installationOn(database, ['acme']);
afterAll(async () => {
  await stopHttp(here.home);
  await here.remove();
});

interface Started {
  readonly identity: { readonly issuer: string };
  readonly http: Readonly<Record<string, { readonly url: string } | undefined>>;
}
let started: Started;
const urlOf = (name: string): string => started.http[name]?.url ?? '';

beforeAll(async () => {
  const { outside, said } = recordedOutside(here.env, undefined);
  for (const server of CUSTOMER_SERVERS) {
    const { code, errors } = await runServer(outside, server, ['import', 'demo', 'acme']);
    if (code !== 0) throw new Error(errors);
  }
  const progress = jsonDocument(outside);
  await startHttp(outside, here.home, progress);
  progress.end();
  started = JSON.parse(said.out) as Started;
});

async function tokenFor(server: string, person: string): Promise<string> {
  const { out, err } = await here.run(['token', '--as', person, '--for', server]);
  expect(err).toBe('');
  return out.trim();
}

async function callAs(
  person: string,
  server: string,
  tool: string,
  input: Record<string, unknown>,
): Promise<ToolAnswer> {
  const client = await connectHttp(urlOf(`${server}-customers`), await tokenFor(server, person), '2026-07-28');
  const answer = await client.call(tool, input);
  await client.close();
  return answer;
}

const post = (url: string, token: string): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  });

const LISTS = [
  ['orders', 'my_orders', 'orders', 'order', 'orders.sales_order', 'number'],
  ['returns', 'my_returns', 'returns', 'rma_id', 'returns.rma', 'id'],
  ['payments', 'my_payments', 'payments', 'payment_id', 'payments.customer_payment', 'id'],
] as const;

const idsOf = async (table: string, id: string, customer: string): Promise<readonly string[]> =>
  (
    await database.admin<{ id: string }>(
      `select ${id} as id from ${table} where tenant_id = 'acme' and customer_id = $1 order by 1`,
      [customer],
    )
  ).map((row) => row.id);

test.each(LISTS)('at %s carla and carlos each see all of their own by %s, and nothing else', async (...list) => {
  const [server, tool, key, id, table, column] = list;
  for (const [person, customer] of [
    ['carla', 'CUS-CARLA'],
    ['carlos', 'CUS-CARLOS'],
  ] as const) {
    const { structured, isError } = await callAs(person, server, tool, { limit: 50 });
    const rows = structured?.[key] as readonly Readonly<Record<string, string>>[];
    const own = await idsOf(table, column, customer);
    expect(isError).toBe(false);
    expect(own.length).toBeGreaterThan(0);
    expect(rows.map((row) => row[id]).sort()).toEqual(own);
    expect(structured?.['total']).toBe(own.length);
  }
});

test('each follows their own shipments; one of the other is answered like one that never was', async () => {
  expect(await callAs('carlos', 'logistics', 'track_my_shipment', { shipment: 'SHP-2002' })).toMatchObject({
    structured: { state: 'customs' },
  });
  const foreign = await callAs('carla', 'logistics', 'track_my_shipment', { shipment: 'SHP-2002' });
  expect(foreign.isError).toBe(true);
  expect(await callAs('carla', 'logistics', 'track_my_shipment', { shipment: 'SHP-0000' })).toEqual(foreign);
});

test('carla asks to send back what she bought, agrees in her host, and it is hers alone; carlos is told that there is no such order', async () => {
  const input = { order: 'SO-1001', lines: [{ sku: 'TEA-ASM', quantity: 2 }], reason: 'damaged' };
  const yes = async (): Promise<unknown> => ({ action: 'accept', content: { confirm: true } });
  const client = await connectHttp(urlOf('returns-customers'), await tokenFor('returns', 'carla'), '2026-07-28', yes);
  const { structured } = await client.call('request_return', input);
  await client.close();
  expect(structured).toMatchObject({ outcome: 'executed', result: { rma_state: 'requested', order: 'SO-1001' } });
  expect(await callAs('carla', 'returns', 'my_returns', { order: 'SO-1001' })).toMatchObject({
    structured: { total: 1, returns: [{ state: 'requested', lines: [{ sku: 'TEA-ASM', quantity: 2 }] }] },
  });
  const foreign = await callAs('carlos', 'returns', 'request_return', input);
  expect(foreign).toMatchObject({ isError: true, structured: { outcome: 'refused', code: 'unknown_order' } });
  expect(await callAs('carlos', 'returns', 'request_return', { ...input, order: 'SO-0000' })).toEqual(foreign);
});

test.each(SITES)('the token for $name is refused by every other, whomever it serves', async (site) => {
  const token = await tokenFor(site.server, site.faces === 'customers' ? 'carla' : 'mara');
  expect(Object.keys(started.http).sort()).toEqual(SITES.map(({ name }) => name).sort());
  for (const { name } of SITES) {
    // Past the sign-in the request is refused for what it is: none of this protocol.
    expect([name, (await post(urlOf(name), token)).status]).toEqual([name, name === site.name ? 400 : 401]);
  }
});

test('a customer signs in where nothing is for customers, and staff where customers are served: both are refused', async () => {
  expect((await post(urlOf('inventory'), await tokenFor('inventory', 'carla'))).status).toBe(403);
  const password = (await identitySecret(here.home, 'people', 'mara@acme')) ?? '';
  const resource = urlOf('orders-customers');
  const { access_token: token } = await tokenByCodeFlow({
    ...{ issuer: started.identity.issuer, account: 'mara@acme', password, resource, scope: 'orders:own' },
    proofKey: undefined,
  });
  const response = await post(resource, token);
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('only customers are served here');
});

test.runIf(process.platform === 'linux')(
  'a process for customers is given the password of their login alone',
  async () => {
    for (const { name, server, faces, pid } of await httpServers(here.home)) {
      if (faces !== 'customers') continue;
      const environment = readFileSync(`/proc/${pid?.toString() ?? ''}/environ`, 'utf8').split('\0');
      const passwords = environment.flatMap((line) => /^DATABASE_PASSWORD_(\w+)=/.exec(line)?.[1] ?? []);
      expect([name, passwords]).toEqual([name, [`${server.toUpperCase()}_CUSTOMER`]]);
    }
  },
);

test('every call of theirs is in the company’s record, as theirs, by the login of customers', async () => {
  const rows = await database.admin<{ role: string; customer: string }>(
    `select distinct db_role::text as role, record::jsonb ->> 'customer' as customer from audit.entry
     where kind = 'call' and record::jsonb ->> 'person' in ('carla', 'carlos') order by 1, 2`,
  );
  expect(rows).toEqual(
    [...CUSTOMER_SERVERS]
      .sort()
      .flatMap((server) =>
        ['CUS-CARLA', 'CUS-CARLOS'].map((customer) => ({ role: `supercargo_${server}_customer`, customer })),
      ),
  );
});
