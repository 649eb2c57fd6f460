import type { TenantId } from '@supercargo/kernel';
import { foundTenant, nodesOf, plannerOf, statementsOf, testDatabase } from '@supercargo/testing';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { readStanding, type Standing } from './standing.ts';
import { readSwitches, SWITCH_KINDS, switchBySecret, type SwitchKind } from './switches.ts';

const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
const terminal = database.door('supercargo_terminal');
const auditor = database.door('supercargo_auditor');
let tenant: TenantId;

beforeAll(async () => {
  tenant = await foundTenant(database);
});
afterEach(async () => {
  await database.admin('delete from policy.kill_switch');
  await database.admin('update people.secret set wrong_tries = 0, locked_until = null');
});

const ADA = { person: 'ada', secret: 'secret of ada', reason: 'a test', thrown: true };
const change = (kind: SwitchKind, id: string, more: Partial<typeof ADA> = {}): ReturnType<typeof switchBySecret> =>
  terminal.write(tenant, (tx) => switchBySecret(tx, { ...ADA, ...more, kind, id }));
const standing = (of: TenantId = tenant): Promise<Standing | undefined> =>
  inventory.read(of, (tx) => readStanding(tx, { person: 'mara', agent: 'desk', client: 'laptop' }, 'create_reorder'));
const target = (kind: SwitchKind): string =>
  ({ person: 'mara', agent: 'desk', client: 'laptop', tool: 'create_reorder', tenant })[kind];

test.each(SWITCH_KINDS)('a switch for the %s stops at once, and lifted it stops no more', async (kind) => {
  expect(await standing()).toEqual({ personName: 'Mara Lind', roles: ['supply_chain_manager'], stoppedBy: null });
  expect(await change(kind, target(kind))).toBeUndefined();
  expect(await standing()).toMatchObject({ stoppedBy: `${kind} ${target(kind)}` });
  expect(await change(kind, target(kind), { thrown: false })).toBeUndefined();
  expect(await standing()).toMatchObject({ stoppedBy: null });
});

test.each(SWITCH_KINDS)('a switch for another %s stops nobody else', async (kind) => {
  expect(await change(kind, 'another')).toBeUndefined();
  expect(await standing()).toMatchObject({ stoppedBy: null });
});

test.each(SWITCH_KINDS)('a switch for a %s stops nothing of another kind that is called the same', async (kind) => {
  for (const other of SWITCH_KINDS) if (other !== kind) await change(kind, target(other));
  expect(await standing()).toMatchObject({ stoppedBy: null });
});

test('whoever calls is looked for by keys among the switches of a tenant, however many are thrown', async () => {
  await database.admin(
    `insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by)
     select $1, 'person', 'person ' || n, 'many', 'ada' from generate_series(1, 5000) n`,
    [tenant],
  );
  await database.admin('analyze policy.kill_switch');
  const [statement] = await statementsOf(inventory, (tx) =>
    readStanding(tx, { person: 'mara', agent: 'desk', client: null }, 'get_stock'),
  );
  const planOf = await plannerOf(database, 'supercargo_inventory');
  const nodes = nodesOf(await planOf(statement?.text ?? '', { settings: [] }));
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
  const conditions = nodes.flatMap(({ 'Index Name': index, 'Index Cond': condition }) =>
    index === 'kill_switch_pkey' ? String(condition) : [],
  );
  expect(conditions.length).toBeGreaterThan(0);
  for (const condition of conditions) expect(condition).toMatch(/kind = .*\bid = /);
});

test('a switch of one tenant stops nobody in another', async () => {
  const other = await foundTenant(database, { tenant: `${tenant}-b` });
  await change('person', 'mara');
  expect(await standing()).toMatchObject({ stoppedBy: 'person mara' });
  expect(await standing(other)).toMatchObject({ stoppedBy: null });
});

test.each([
  ['a manager', { person: 'mara', secret: 'secret of mara' }, 'not_an_administrator'],
  ['finance', { person: 'felix', secret: 'secret of felix' }, 'not_an_administrator'],
  ['an administrator with a wrong secret', { secret: 'secret of alan' }, 'wrong_secret'],
  ['somebody without a secret', { person: 'wes', secret: 'secret of wes' }, 'no_secret'],
  ['nobody', { person: 'nobody' }, 'no_secret'],
])('%s throws no switch and lifts none', async (_, who, refusal) => {
  expect(await change('person', 'mara', who)).toBe(refusal);
  expect(await standing()).toMatchObject({ stoppedBy: null });
  await change('person', 'mara');
  expect(await change('person', 'mara', { ...who, thrown: false })).toBe(refusal);
  expect(await standing()).toMatchObject({ stoppedBy: 'person mara' });
});

test('wrong secrets of an administrator are counted with those of approvals, and lock at the fifth', async () => {
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(await change('person', 'mara', { secret: 'wrong' }));
  expect(answers).toEqual(['wrong_secret', 'wrong_secret', 'wrong_secret', 'wrong_secret', 'locked']);
  expect(await change('person', 'mara')).toBe('locked');
});

test('throwing twice and lifting what is not thrown change nothing and record nothing', async () => {
  await change('tool', 'get_stock');
  expect(await change('tool', 'get_stock')).toBe('unchanged');
  await change('tool', 'get_stock', { thrown: false });
  expect(await change('tool', 'get_stock', { thrown: false })).toBe('unchanged');
  const rows = await database.admin<{ record: string }>(
    "select record from audit.entry where tenant_id = $1 and kind = 'switch' and record::jsonb ->> 'target' = 'get_stock' order by at",
    [tenant],
  );
  expect(rows.map(({ record }) => JSON.parse(record) as unknown)).toMatchObject([
    { person: 'ada', thrown: true, target_kind: 'tool', target: 'get_stock', reason: 'a test', via: 'terminal' },
    { person: 'ada', thrown: false, target_kind: 'tool', target: 'get_stock' },
  ]);
});

test('the auditor reads what is thrown, by whom and why; a server sees neither, and throws and lifts nothing', async () => {
  await change('agent', 'desk');
  expect(await auditor.read(tenant, readSwitches)).toMatchObject([
    { kind: 'agent', id: 'desk', reason: 'a test', thrownBy: 'ada' },
  ]);
  await expect(inventory.read(tenant, readSwitches)).rejects.toThrow('permission denied');
  for (const column of ['reason', 'thrown_by', 'thrown_at']) {
    const text = `select ${column} from policy.kill_switch`;
    await expect(inventory.read(tenant, (tx) => tx.query({ name: '', text }))).rejects.toThrow('permission denied');
  }
  await expect(
    inventory.write(tenant, (tx) => switchBySecret(tx, { ...ADA, kind: 'agent', id: 'desk', thrown: false })),
  ).rejects.toThrow('permission denied');
});

test('a switch that says neither thrown nor lifted, or no reason, is a fault and lifts nothing', async () => {
  await change('agent', 'desk');
  const text = 'select policy.switch_by_secret($1, $2, $3, $4, $5::boolean, $6)';
  const ask = (thrown: boolean | null, reason: string | null): Promise<unknown> =>
    terminal.write(tenant, (tx) =>
      tx.query({ name: '', text }, ['ada', 'secret of ada', 'agent', 'desk', thrown, reason]),
    );
  await expect(ask(null, 'why')).rejects.toThrow('thrown or lifted');
  await expect(ask(true, null)).rejects.toThrow('reason');
  expect(await standing()).toMatchObject({ stoppedBy: 'agent desk' });
});

test('a person who is deactivated, or nobody, has no standing', async () => {
  const of = (person: string): Promise<Standing | undefined> =>
    inventory.read(tenant, (tx) => readStanding(tx, { person, agent: 'desk', client: null }, 'get_stock'));
  expect(await of('nobody')).toBeUndefined();
  expect(await of('mara')).toBeDefined();
  await database.admin("update people.person set active = false where tenant_id = $1 and id = 'mara'", [tenant]);
  expect(await of('mara')).toBeUndefined();
  await database.admin("update people.person set active = true where tenant_id = $1 and id = 'mara'", [tenant]);
  expect(await of('mara')).toBeDefined();
});
