import type { Login } from '@supercargo/cluster';
import { SERVERS, type ServerName } from '@supercargo/kernel';
import {
  foundTenant,
  modernRequest,
  openHttpStage,
  publish,
  rowCounts,
  stageOf,
  testDatabase,
  type HttpStage,
} from '@supercargo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serverDefinition } from '../servers.ts';
import { PLOTS } from './plots/all.ts';
import type { Asked, Plot } from './plots/plot.ts';

// Five servers of one company, and a question of each that is handed back to each of the others.
const database = await testDatabase();
const PERSON = { id: 'everybody', name: 'Somebody with every role' };
const ROLES = ['supply_chain_manager', 'warehouse_clerk', 'finance', 'administrator', 'auditor'];
const NUMBER = 7;

type Told = Plot & { readonly told: Asked };
const plotOf = (server: ServerName): Told => {
  const plot = PLOTS.find(
    ({ told, ...one }) => one.server === server && told.kind === 'request' && told.tier === 'consent',
  );
  if (plot === undefined) throw new Error(`${server} has no plot by consent`);
  return plot as Told;
};

interface Served {
  readonly plot: Told;
  readonly http: HttpStage;
  readonly scopes: readonly string[];
}
const served = new Map<ServerName, Served>();

async function serve(server: ServerName, tenant: Awaited<ReturnType<typeof foundTenant>>): Promise<Served> {
  const plot = plotOf(server);
  const definition = await serverDefinition(server);
  const importer = database.door('supercargo_importer', { connectionsMax: 1 });
  await importer.write(tenant, async (tx) => {
    for (const text of plot.stock) await tx.query({ name: '', text });
  });
  const admin = await database.adminClient();
  await admin.query('begin');
  await admin.query("select set_config('app.tenant', $1, true)", [tenant]);
  for (const text of plot.arrange) await admin.query(text, text.includes('$1') ? [NUMBER] : []);
  await admin.query('commit');
  const stage = stageOf(
    database,
    { definition, login: `supercargo_${server}` as Login, load: async () => undefined },
    tenant,
  );
  await publish(database, stage.runtime);
  const scopes = [...new Set(Object.values(definition.scopesByRole).flat())];
  return { plot, scopes, http: await openHttpStage(stage) };
}

beforeAll(async () => {
  const rules = SERVERS.map((server) => ({
    ...{ server, tool: plotOf(server).told.tool, over_minor: -1, currency: 'EUR' },
    ...{ tier: 'consent' as const, quorum: 1 },
  }));
  const tenant = await foundTenant(database, { people: [{ ...PERSON, roles: ROLES }], rules });
  for (const server of SERVERS) served.set(server, await serve(server, tenant));
});
afterAll(async () => {
  for (const { http } of served.values()) await http.close();
});

async function call(server: ServerName, more: object = {}): Promise<Readonly<Record<string, unknown>>> {
  const at = served.get(server);
  if (at === undefined) throw new Error(`${server} is not served`);
  const { plot, http, scopes } = at;
  const { tool, input } = plot.told;
  const message = modernRequest('tools/call', { name: tool, arguments: input(NUMBER), ...more });
  const headers = await http.headers({ person: PERSON.id, scopes }, message);
  const response = await fetch(http.url, { method: 'POST', headers, body: JSON.stringify(message) });
  return ((await response.json()) as { readonly result: Readonly<Record<string, unknown>> }).result;
}

test('a question of one server is no other server’s to hear the answer of, whoever asks', async () => {
  const states = new Map<ServerName, unknown>();
  for (const server of SERVERS) {
    const asked = await call(server);
    expect(asked, server).toMatchObject({ resultType: 'input_required' });
    states.set(server, asked['requestState']);
  }
  const yes = { inputResponses: { consent: { action: 'accept', content: { confirm: true } } } };
  const before = await rowCounts(database);
  for (const server of SERVERS) {
    const { http, plot } = served.get(server) ?? expect.fail();
    for (const other of SERVERS.filter((name) => name !== server)) {
      const refused = await call(server, { ...yes, requestState: states.get(other) });
      const code = 'unknown_request';
      expect(refused, `${other} at ${server}`).toMatchObject({ isError: true, structuredContent: { code } });
      const recorded = { kind: 'call', tool: plot.told.tool, outcome: 'refused', code };
      expect((await http.records()).at(-1), `${other} at ${server}`).toMatchObject(recorded);
    }
  }
  expect(await rowCounts(database)).toEqual(before);
  for (const server of SERVERS) {
    const done = await call(server, { ...yes, requestState: states.get(server) });
    expect(done, server).toMatchObject({ structuredContent: { outcome: 'executed' } });
  }
});
