import { foundTenant, PEOPLE, testDatabase } from '@supercargo/testing';
import { beforeEach, expect, test } from 'vitest';
import { carryOut, consent, decide, look, openCompany, ordersOf, waiting, type Company } from './company.fixture.ts';

// mara's reorder of 5,000.00 is approved by felix; then something moves before it is executed.
const database = await testDatabase();
let acme: Company;
let companies = 0;

beforeEach(async () => {
  companies += 1;
  // Felix alone has a secret, as a hash that is quick to make: this file founds a company for every test.
  const people = PEOPLE.map(({ id, name, roles }) => ({ id, name, roles }));
  acme = await openCompany(database, await foundTenant(database, { tenant: `company-${companies}`, people }));
  await acme.admin(
    `insert into people.secret (tenant_id, person_id, hash)
     values ($1, 'felix', extensions.crypt('secret of felix', extensions.gen_salt('bf', 4)))`,
    [acme.tenant],
  );
});

const asOwner = (text: string, ...more: readonly unknown[]): Promise<unknown> =>
  acme.admin(text, [acme.tenant, ...more]);
const item = (set: string): Promise<unknown> =>
  asOwner(`update inventory.item set ${set} where tenant_id = $1 and sku = 'COF-1KG'`);
const plan = (id: string, edit: string): Promise<unknown> => asOwner(edit, id);
const person = (set: string, id: string): Promise<unknown> =>
  asOwner(`update people.person set ${set} where tenant_id = $1 and id = $2`, id);
const thrown = (kind: string, id: string): Promise<unknown> =>
  asOwner(
    "insert into policy.kill_switch (tenant_id, kind, id, reason, thrown_by) values ($1, $2, $3, 'stop', 'ada')",
    kind,
    id,
  );

/** What a rule says; its hash follows from it. */
const RULE = `tenant_id, version, server, tool, over_minor, over_units, currency, tier, quorum, need_role, hold_seconds, waiting_seconds,
  approved_seconds`;

/** Publishes the next version of the policy: its rules, changed by this assignment, and makes it the live one. */
async function publish(set: string): Promise<void> {
  await asOwner(
    `insert into policy.version (tenant_id, version, published_by, note)
     select tenant_id, version + 1, '{ada,alan}', 'a test' from policy.live where tenant_id = $1`,
  );
  await asOwner(
    `insert into policy.rule (${RULE})
     select ${RULE} from (
       select (jsonb_populate_record(r, to_jsonb(r) || jsonb_build_object('version', r.version + 1) || ${set})).*
       from policy.rule r join policy.live l using (tenant_id, version) where tenant_id = $1) next`,
  );
  await asOwner('update policy.live set version = version + 1 where tenant_id = $1');
}
const forReorders = (members: string): string =>
  `case when r.tool = 'create_reorder' and r.tier = 'person' then '${members}'::jsonb else '{}' end`;

const BREAKS: readonly (readonly [string, (id: string) => Promise<unknown>, string])[] = [
  ['the price', () => item('price_minor = 1300'), 'the price changed from 12.50 EUR to 13.00 EUR'],
  ['the price, to a lower one,', () => item('price_minor = 1249'), 'the price changed from 12.50 EUR to 12.49 EUR'],
  [
    'the price, to none,',
    () => item('price_minor = null, currency = null'),
    'the currency of the price changed from EUR to not recorded',
  ],
  ['the currency', () => item("currency = 'USD'"), 'the currency of the price changed from EUR to USD'],
  ['the supplier', () => item("supplier_id = 'leaves'"), 'the supplier changed from beans to leaves'],
  ['the supplier, to none,', () => item('supplier_id = null'), 'the supplier changed from beans to none'],
  [
    'the warehouse, which is gone,',
    async () => {
      await asOwner("delete from inventory.stock where tenant_id = $1 and warehouse_id = 'HAM-1'");
      await asOwner("delete from inventory.warehouse where tenant_id = $1 and id = 'HAM-1'");
    },
    'the warehouse no longer exists',
  ],
  [
    'the definition of the tool',
    async () => {
      await database.admin(`update approval.definition set hash = repeat('e', 64) where tool = 'create_reorder'`);
    },
    'the definition of the tool create_reorder changed since it was asked',
  ],
  [
    'the approver, deactivated,',
    () => person('active = false', 'felix'),
    'somebody who approved may no longer approve',
  ],
  ['the approver’s role', () => person("roles = '{auditor}'", 'felix'), 'somebody who approved may no longer approve'],
  ['the requester, deactivated,', () => person('active = false', 'mara'), 'the requester is no longer active'],
  ['the quorum', () => publish(forReorders('{"quorum": 2}')), 'the rule became stricter: it now needs 2 other people'],
  [
    'the role that is needed',
    () => publish(forReorders('{"need_role": "supply_chain_manager"}')),
    'the rule became stricter: it now needs 1 other person, one of them supply_chain_manager',
  ],
  [
    'the hold',
    () => publish(forReorders('{"hold_seconds": 600}')),
    'the rule became stricter: it is now held for 600 seconds after its approval',
  ],
  [
    'the time to execute',
    async (id) => {
      await asOwner(
        "update approval.request set approved_at = approved_at - interval '90 s', execute_after = execute_after - interval '90 s' where tenant_id = $1 and id = $2",
        id,
      );
      await publish(forReorders('{"approved_seconds": 60}'));
    },
    'the rule became stricter: it must now be executed within 60 seconds',
  ],
  [
    'the rule, which is gone,',
    () =>
      publish(
        forReorders('{"tool": "another_tool"}').replace(
          'then',
          "and r.over_minor < 0 or r.tool = 'create_reorder' then",
        ),
      ),
    'the policy no longer allows this: no_policy',
  ],
  ['the policy’s currency', () => publish(`'{"currency": "USD"}'`), 'the policy no longer allows this: currency'],
  [
    'the live policy, taken away,',
    () => asOwner('delete from policy.live where tenant_id = $1'),
    'the policy no longer allows this: no_policy',
  ],
  ['a switch for the person', () => thrown('person', 'mara'), 'stopped by an administrator: person mara'],
  ['a switch for the agent', () => thrown('agent', 'desk'), 'stopped by an administrator: agent desk'],
  ['a switch for the client', () => thrown('client', 'laptop'), 'stopped by an administrator: client laptop'],
  ['a switch for the tool', () => thrown('tool', 'create_reorder'), 'stopped by an administrator: tool create_reorder'],
  ['a switch for the tenant', () => thrown('tenant', acme.tenant), 'stopped by an administrator: tenant '],
];

test.each(BREAKS)('%s moved after the approval: invalidated, and it says what', async (_, move, reason) => {
  const id = await waiting(acme, { client: 'laptop' });
  await decide(acme, id, 'felix');
  try {
    await move(id);
    const answer = await carryOut(acme, id);
    expect(answer).toMatchObject({ state: 'invalidated', refusal: 'ended' });
    expect(answer.detail).toContain(reason);
    const seen = await look(acme, id);
    expect(seen).toMatchObject({ state: 'invalidated', reason: answer.detail, executions: 0, orders: 0 });
    expect(seen.record).toEqual(['asked', 'decided', 'invalidated']);
    expect(await ordersOf(acme)).toBe(0);
    expect(await carryOut(acme, id)).toMatchObject({ state: 'invalidated', refusal: 'ended' });
  } finally {
    await database.admin(`update approval.definition set hash = repeat('d', 64)`);
  }
});

test.each<readonly [string, () => Promise<unknown>]>([
  ['nothing', () => Promise.resolve()],
  ['stock of the item', () => asOwner('update inventory.stock set on_hand = 0, allocated = 3 where tenant_id = $1')],
  [
    'the price of another item',
    () => asOwner("update inventory.item set price_minor = 1 where tenant_id = $1 and sku = 'TEA-100'"),
  ],
  ['its lead time and reorder point', () => item('lead_time_days = 90, reorder_point = 7, price_as_of = now()')],
  [
    'the supplier’s name',
    () => asOwner("update inventory.supplier set name = 'Beans & Sons' where tenant_id = $1 and id = 'beans'"),
  ],
  ['a policy published with the same rules', () => publish(`'{}'`)],
  [
    'a policy published with a looser rule',
    () => publish(forReorders('{"tier": "consent", "quorum": 1, "need_role": null}')),
  ],
  [
    'a policy published with a higher band',
    () => publish(`case when r.over_minor = 100000 then '{"over_minor": 200000}'::jsonb else '{}' end`),
  ],
  [
    'a policy published with longer times',
    () => publish(forReorders('{"approved_seconds": 3600, "waiting_seconds": 86400}')),
  ],
  ['a switch for somebody else', () => thrown('person', 'mo')],
  ['the role of somebody else', () => person('active = false', 'fiona')],
])('%s moved after the approval: executed', async (_, move) => {
  const id = await waiting(acme);
  await decide(acme, id, 'felix');
  await move();
  expect(await carryOut(acme, id)).toMatchObject({ state: 'executed', refusal: null });
  expect(await ordersOf(acme)).toBe(1);
});

test.each<readonly [string, () => Promise<unknown>]>([
  [
    'a stricter tier',
    () => publish(`case when r.tool = 'create_reorder' then '{"tier": "person"}'::jsonb else '{}' end`),
  ],
  ['no room in the totals', () => asOwner('update policy.consent_limit set cap = 1249 where tenant_id = $1')],
  ['no totals', () => asOwner('delete from policy.consent_limit where tenant_id = $1')],
])('%s after a consent: invalidated', async (_, move) => {
  const id = await waiting(acme, { quantity: 1 });
  await consent(acme, id);
  await move();
  expect(await carryOut(acme, id)).toMatchObject({ state: 'invalidated' });
  expect(await ordersOf(acme)).toBe(0);
});

test('neither the plan, its card nor a decision is edited, by no owner and not even by the superuser', async () => {
  const id = await waiting(acme);
  await decide(acme, id, 'felix');
  for (const edit of [
    "update approval.plan set plan = replace(plan, '400', '401') where tenant_id = $1 and request_id = $2",
    "update approval.plan set card = '{}' where tenant_id = $1 and request_id = $2",
    'delete from approval.plan where tenant_id = $1 and request_id = $2',
    "update approval.decision set person = 'fiona' where tenant_id = $1 and request_id = $2",
    'delete from approval.decision where tenant_id = $1 and request_id = $2',
  ]) {
    await expect(plan(id, edit), edit).rejects.toThrow('never edited');
  }
  await expect(database.admin('truncate approval.decision')).rejects.toThrow('never edited');
  await expect(database.admin('truncate approval.plan cascade')).rejects.toThrow('never edited');
});
