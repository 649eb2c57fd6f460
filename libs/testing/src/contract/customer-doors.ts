import { allTools } from '@supercargo/mcp-kit';
import { expect, test } from 'vitest';
import { CLIENTS, connectHttp } from './clients.ts';
import type { CustomerTrial } from './customer-contract.ts';
import { modernRequest, type Bearer, type HttpStage } from './http-stage.ts';
import { rowCounts, type AuditRecord } from './record.ts';

interface Asked {
  readonly status: number;
  readonly challenge: string;
  readonly text: string;
  readonly records: readonly AuditRecord[];
}

/** One request of this bearer, and what was recorded of it. */
export async function ask(http: HttpStage, bearer: Bearer, method: string, params: object = {}): Promise<Asked> {
  const before = (await http.records()).length;
  const message = modernRequest(method, params);
  const response = await http.post(message, await http.headers(bearer, message));
  const text = await response.text();
  const challenge = response.headers.get('www-authenticate') ?? '';
  return { status: response.status, challenge, text, records: (await http.records()).slice(before) };
}

/** Whom each of the two deployments serves: customers or staff, by a good token, and with what. */
export function customerDoors(trial: CustomerTrial): void {
  const { database, facts, http, staff, carla } = trial;
  const names = facts.definition.tools.map(({ name }) => name);
  const [tool = ''] = names;
  const mara = { person: 'mara', scopes: [facts.staff.scope] };
  const METHODS = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list', 'server/discover'];

  test.each(CLIENTS)('%s: customers are shown their tools alone, no resource and no prompt', async (kind) => {
    const client = await connectHttp(http.url, await http.token(carla), kind);
    expect(client.toolNames).toEqual(names);
    expect(await client.resourceUris()).toEqual([]);
    await client.close();
    expect((await ask(http, carla, 'prompts/list')).text).toContain('"prompts":[]');
  });

  test.each(METHODS)(
    '%s: staff are refused where customers are served, and customers where staff are',
    async (method) => {
      const rows = await rowCounts(database);
      for (const [at, bearer, why] of [
        [http, mara, 'only customers are served here'],
        [http, { ...carla, customer: undefined }, 'only customers are served here'],
        [staff, { ...carla, scopes: mara.scopes }, 'customers are not served here'],
      ] as const) {
        const { customer, ...rest } = bearer as Bearer;
        const { status, text, records } = await ask(at, customer === undefined ? rest : { ...rest, customer }, method);
        expect(status).toBe(403);
        expect(text).toContain(why);
        for (const name of [...names, 'request']) expect(text).not.toContain(name);
        expect(records).toMatchObject([{ kind: 'protocol', http: 403, person: bearer.person, outcome: 'refused' }]);
        expect(records[0]?.['customer']).toBe(customer);
      }
      expect(await rowCounts(database)).toEqual(rows);
    },
  );

  test('no tool of staff is a tool for customers, and none of theirs one for staff', async () => {
    const forStaff = allTools(facts.staff.definition).map(({ name }) => name);
    expect(forStaff.filter((name) => names.includes(name))).toEqual([]);
    for (const name of forStaff) {
      const { text, records } = await ask(http, carla, 'tools/call', { name, arguments: {} });
      expect(text).toContain('there is no tool');
      expect(records).toMatchObject([{ outcome: 'refused', code: 'unknown_tool', customer: facts.customer }]);
    }
    for (const name of names) {
      const { text } = await ask(staff, mara, 'tools/call', { name, arguments: {} });
      expect(text).toContain('there is no tool');
    }
  });

  test.each([
    ['resources/read', (uri: string): object => ({ uri })],
    ['subscriptions/listen', (uri: string): object => ({ notifications: { resourceSubscriptions: [uri] } })],
    ['prompts/get', (): object => ({ name: `morning_briefing_${facts.definition.name}` })],
    [
      'completion/complete',
      (uri: string): object => ({ ref: { type: 'ref/resource', uri }, argument: { name: 'id', value: '' } }),
    ],
  ])('%s answers nothing of what staff may read', async (method, params) => {
    const { text, records } = await ask(http, carla, method, params(facts.resource));
    expect(JSON.parse(text.replace(/^[^{]*/, ''))).toMatchObject({ error: expect.anything() as unknown });
    expect(text).not.toContain(facts.customer);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ outcome: 'refused', customer: facts.customer });
  });

  test.each<readonly [string, Partial<Bearer>, number, string]>([
    ['without the scope', { scopes: ['other:own'] }, 403, 'insufficient_scope'],
    ['with the scope of staff', { scopes: mara.scopes }, 403, 'insufficient_scope'],
    ['of whoever is nobody', { person: 'stranger' }, 200, 'inactive'],
    ['of whoever was deactivated', { person: 'cleo' }, 200, 'inactive'],
    ['of staff who are called a customer', { person: 'mara' }, 200, 'inactive'],
    ['of a company that there is not', { tenant: 'nowhere' }, 200, 'inactive'],
  ])('a token %s is refused, and the refusal recorded', async (_what, change, status, code) => {
    const bearer = { ...carla, ...change };
    const before = await database.admin("select 1 from audit.entry where kind = 'call'");
    const asked = await ask(http, bearer, 'tools/call', { name: tool, arguments: await good() });
    expect(asked.status).toBe(status);
    if (status === 403) {
      expect(asked.challenge).toContain(`scope="${facts.definition.tools[0]?.scopes.join(' ') ?? ''}"`);
    }
    const written = await database.admin<{ record: string }>(
      "select record from audit.entry where kind = 'call' order by at desc, id limit 1",
    );
    expect(await database.admin("select 1 from audit.entry where kind = 'call'")).toHaveLength(before.length + 1);
    expect(JSON.parse(written[0]?.record ?? '{}')).toMatchObject({ outcome: 'refused', code, person: bearer.person });
  });

  const good = (): Promise<object> => facts.good[tool]?.(http.stage) ?? Promise.resolve({});

  test('a request that a customer hands back to a tool that reads is nothing to it', async () => {
    const call = { name: tool, arguments: await good() };
    const handed = {
      requestState: '0190b3a0-0000-7000-8000-000000000000',
      inputResponses: { consent: { action: 'accept', content: { confirm: true } } },
    };
    const { status, text, records } = await ask(http, carla, 'tools/call', { ...call, ...handed });
    expect(status).toBe(200);
    expect(text).not.toContain('"error"');
    expect(records).toMatchObject([{ outcome: 'answered', customer: facts.customer }]);
  });

  test('a customer who is stopped is refused, and so is everybody where the tool or the company is', async () => {
    for (const [kind, id] of [
      ['person', 'carla'],
      ['tool', tool],
      ['tenant', 'acme'],
      ['client', 'a host'],
    ] as const) {
      await database.admin(
        "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ('acme', $1, $2, 'x', 'ada')",
        [kind, id],
      );
      const { text } = await ask(http, carla, 'tools/call', { name: tool, arguments: await good() });
      await database.admin('delete from policy.kill_switch');
      expect(text).toContain('an administrator stopped');
    }
  });
}
