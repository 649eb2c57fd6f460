import { expect, test } from 'vitest';
import { CLIENTS, connectHttp, type TestClient } from './clients.ts';
import type { CustomerTrial } from './customer-contract.ts';
import { ask } from './customer-doors.ts';

interface Listed {
  readonly ids: readonly string[];
  readonly total: number;
  readonly cursors: readonly string[];
}

/** Whose rows a customer sees, lists, counts and follows: their own, whatever they ask and whoever asks at the same time. */
export function customerRows(trial: CustomerTrial): void {
  const { database, facts, http, carla, carlos } = trial;
  const { list, one } = facts;

  const idsOf = async (customer: string, tenant = 'acme'): Promise<readonly string[]> =>
    (
      await database.admin<{ id: string }>(
        `select ${facts.rows.id} as id from ${facts.rows.table} where tenant_id = $1 and customer_id = $2`,
        [tenant, customer],
      )
    )
      .map(({ id }) => id)
      .sort();

  const listAll = async (client: TestClient): Promise<Listed> => {
    const [ids, cursors]: [string[], string[]] = [[], []];
    let total = -1;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const input = { limit: 1, ...(cursor === undefined ? {} : { cursor }) };
      const { structured } = await client.call(list?.tool ?? '', input);
      const rows = (structured?.[list?.key ?? ''] ?? []) as readonly Readonly<Record<string, string>>[];
      ids.push(...rows.map((row) => row[list?.id ?? ''] ?? ''));
      total = Number(structured?.['total']);
      cursor = structured?.['next_cursor'] as string | null;
      if (cursor !== null) cursors.push(cursor);
    }
    return { ids: ids.sort(), total, cursors };
  };

  test('both customers have rows, and so have the same customers of another company', async () => {
    for (const customer of [facts.customer, facts.other]) expect((await idsOf(customer)).length).toBeGreaterThan(0);
    expect((await idsOf(facts.customer, 'globex')).length).toBeGreaterThan(0);
  });

  if (list !== undefined) {
    test.each(CLIENTS)('%s: a list shows and counts every row of one’s own, and none of anybody else', async (kind) => {
      for (const bearer of [carla, carlos, { ...carla, tenant: 'globex' }]) {
        const client = await connectHttp(http.url, await http.token(bearer), kind);
        const { ids, total } = await listAll(client);
        await client.close();
        expect(ids).toEqual(await idsOf(bearer.customer, 'tenant' in bearer ? bearer.tenant : 'acme'));
        expect(total).toBe(ids.length);
      }
    });

    test('a cursor of another customer, or of another company, moves the place in one’s own list and shows nothing else', async () => {
      const own = await idsOf(carla.customer);
      const client = await connectHttp(http.url, await http.token(carla), '2026-07-28');
      for (const bearer of [carlos, { ...carlos, tenant: 'globex' }, { ...carla, tenant: 'globex' }]) {
        const other = await connectHttp(http.url, await http.token(bearer), '2026-07-28');
        const { cursors } = await listAll(other);
        await other.close();
        for (const cursor of cursors) {
          const { structured, isError } = await client.call(list.tool, { limit: 50, cursor });
          expect(isError).toBe(false);
          const rows = structured?.[list.key] as readonly Readonly<Record<string, string>>[];
          for (const row of rows) expect(own).toContain(row[list.id]);
          expect(structured?.['total']).toBe(own.length);
        }
      }
      await client.close();
    });

    test('a customer of no rows, or of another company’s rows alone, is shown an empty list', async () => {
      for (const customer of ['CUS-NOBODY', 'CUS-9999']) {
        const client = await connectHttp(http.url, await http.token({ ...carla, customer }), '2026-07-28');
        expect(await listAll(client)).toEqual({ ids: [], total: 0, cursors: [] });
        await client.close();
      }
    });
  }

  if (one !== undefined) {
    test.each(CLIENTS)('%s: one’s own is shown; of others is answered like what never was', async (kind) => {
      const [own, others] = [await idsOf(carla.customer), await idsOf(carlos.customer)];
      const foreign = (await idsOf(carla.customer, 'globex')).filter((id) => !own.includes(id));
      const client = await connectHttp(http.url, await http.token(carla), kind);
      for (const id of own) expect((await client.call(one.tool, { [one.argument]: id })).isError).toBe(false);
      const never = await client.call(one.tool, { [one.argument]: one.none });
      expect(never.isError).toBe(true);
      for (const id of [...others, ...foreign]) {
        expect(await client.call(one.tool, { [one.argument]: id })).toEqual(never);
      }
      await client.close();
    });
  }

  const received = (id: string): { readonly name: string; readonly arguments: object } =>
    one === undefined
      ? { name: list?.tool ?? '', arguments: {} }
      : { name: one.tool, arguments: { [one.argument]: id } };

  test('two customers of two companies who ask at the same time each get their own', async () => {
    const bearers = [carla, carlos, { ...carla, tenant: 'globex' }];
    const asked = await Promise.all(
      bearers.flatMap((bearer) =>
        Array.from({ length: 40 }, async () => {
          const tenant = 'tenant' in bearer ? bearer.tenant : 'acme';
          const [id = ''] = await idsOf(bearer.customer, tenant);
          return { bearer, tenant, id, ...(await ask(http, bearer, 'tools/call', received(id))) };
        }),
      ),
    );
    const own = new Map<string, ReadonlySet<string>>();
    for (const { bearer, tenant } of asked) {
      own.set(`${tenant} ${bearer.customer}`, new Set(await idsOf(bearer.customer, tenant)));
    }
    const everything = new Set([...own.values()].flatMap((ids) => [...ids]));
    for (const { bearer, tenant, status, text, id } of asked) {
      expect(status).toBe(200);
      expect(text).toContain(id);
      const mine = own.get(`${tenant} ${bearer.customer}`) ?? new Set();
      for (const each of everything) if (!mine.has(each)) expect(text).not.toContain(`"${each}"`);
    }
    expect(http.stage.faults).toEqual([]);
  });

  test('a call is recorded as that customer’s, in their company, before its answer leaves', async () => {
    const [id = ''] = await idsOf(carla.customer);
    const { records } = await ask(http, carla, 'tools/call', received(id));
    expect(records).toMatchObject([
      {
        kind: 'call',
        outcome: 'answered',
        person: 'carla',
        roles: ['customer'],
        customer: carla.customer,
        via: 'oauth',
      },
    ]);
    const [entry] = await database.admin<{ role: string }>(
      "select db_role::text as role from audit.entry where kind = 'call' order by at desc limit 1",
    );
    expect(entry).toEqual({ role: facts.login });
  });

  // Last, because it takes a wall down.
  test('the wall is the database’s: without its policy these tests see another customer’s rows', async () => {
    const [other = ''] = await idsOf(carlos.customer);
    const before = await ask(http, carla, 'tools/call', received(other));
    expect(before.text).not.toContain(`"${other}"`);
    const role = facts.login.replace('supercargo_', '');
    await database.admin(`drop policy ${role}_select_own on ${facts.rows.table}`);
    const after = await ask(http, carla, 'tools/call', received(other));
    expect(after.text).toContain(other);
    expect(after.text).toContain('"isError":false');
  });
}
