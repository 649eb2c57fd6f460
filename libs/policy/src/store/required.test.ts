import type { TenantId } from '@supercargo/kernel';
import { foundTenant, testDatabase } from '@supercargo/testing';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { requiredFor } from './required.ts';

const database = await testDatabase();
const inventory = database.door('supercargo_inventory');
let acme: TenantId;

beforeAll(async () => {
  acme = await foundTenant(database, { rules: [], consentLimits: [] });
});

interface Band {
  readonly over: number;
  readonly tier: 'consent' | 'person';
  readonly quorum: number;
  readonly needRole: string | null;
}
interface Policy {
  readonly bands: readonly Band[];
  /** What may be consented to by requester and by server, and what is spent of it; null where there is no limit row. */
  readonly requester: { readonly cap: number; readonly spent: number } | null;
  readonly server: { readonly cap: number; readonly spent: number } | null;
}

/** The evaluator once more, as a reader of the policy would do it on paper. */
function onPaper({ bands, requester, server }: Policy, amount: number | null): unknown {
  const band = bands.filter(({ over }) => (amount ?? 0) > over).sort((a, b) => b.over - a.over)[0];
  if (band === undefined) return 'no_policy';
  const fits = [requester, server].every((total) => total !== null && total.spent + (amount ?? 0) <= total.cap);
  const over = band.tier === 'consent' && (amount ?? 0) > 0 && !fits;
  return {
    tier: over ? 'person' : band.tier,
    quorum: band.quorum,
    needRole: band.needRole,
    why: over ? 'consent_total' : 'rule',
  };
}

let version = 1;
async function publish(policy: Policy): Promise<void> {
  version += 1;
  await database.admin("insert into policy.version values ($1, $2, default, '{ada,alan}', 'a test')", [acme, version]);
  await database.admin(
    `insert into policy.rule (tenant_id, version, server, tool, over_minor, currency, tier, quorum, need_role)
     select $1, $2, 'inventory', 'create_reorder', b.over, 'EUR', b.tier, b.quorum, b."needRole"
     from jsonb_to_recordset($3::jsonb) as b (over bigint, tier text, quorum int, "needRole" text)`,
    [acme, version, JSON.stringify(policy.bands)],
  );
  await database.admin('update policy.live set version = $2 where tenant_id = $1', [acme, version]);
  for (const table of ['consent_spent', 'consent_account', 'consent_limit']) {
    await database.admin(`delete from policy.${table} where tenant_id = $1`, [acme]);
  }
  for (const [dimension, holder] of [
    ['requester', 'mara'],
    ['server', 'inventory'],
  ] as const) {
    const total = policy[dimension];
    if (total === null) continue;
    await database.admin("insert into policy.consent_limit values ($1, $2, 'EUR', $3)", [acme, dimension, total.cap]);
    await database.admin('insert into policy.consent_account values ($1, $2, $3)', [acme, dimension, holder]);
    await database.admin(
      "insert into policy.consent_spent values ($1, $2, $3, date_trunc('hour', clock_timestamp()), $4)",
      [...[acme, dimension, holder, total.spent]],
    );
  }
}

async function asked(minor: number | null, currency = 'EUR'): Promise<unknown> {
  const amount = minor === null ? null : { minor: BigInt(minor), currency };
  const answer = await inventory.read(acme, (tx) =>
    requiredFor(tx, { server: 'inventory', tool: 'create_reorder', amount, units: null, requester: 'mara' }),
  );
  if (!answer.ok) return answer.refusal;
  const { tier, quorum, needRole, why } = answer.value;
  return { tier, quorum, needRole, why };
}

const edge = fc.oneof(fc.constant(-1), fc.integer({ min: -1, max: 10_000_00 }));
const band: fc.Arbitrary<Band> = fc
  .record({
    over: edge,
    tier: fc.constantFrom('consent' as const, 'person' as const),
    quorum: fc.integer({ min: 1, max: 5 }),
    needRole: fc.constantFrom(null, 'finance', 'supply_chain_manager'),
  })
  .map((each) => (each.tier === 'consent' ? { ...each, quorum: 1, needRole: null } : each));
const total = fc.option(fc.record({ cap: fc.nat(5_000_00), spent: fc.nat(5_000_00) }));
const policies: fc.Arbitrary<Policy> = fc.record({
  bands: fc.uniqueArray(band, { maxLength: 5, selector: ({ over }) => over }),
  requester: total,
  server: total,
});

test('the evaluator in the database answers as the policy reads on paper, at the edges of every band and total', async () => {
  await fc.assert(
    fc.asyncProperty(policies, fc.nat(11_000_00), async (policy, any) => {
      await publish(policy);
      const edges = policy.bands.flatMap(({ over }) => [over, over + 1]);
      const rooms = [policy.requester, policy.server].flatMap((each) =>
        each === null ? [] : [each.cap - each.spent, each.cap - each.spent + 1],
      );
      for (const amount of [null, 0, any, ...edges, ...rooms].filter((each) => each === null || each >= 0)) {
        expect(await asked(amount), String(amount)).toEqual(onPaper(policy, amount));
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);

const SEEDED: Policy = {
  bands: [
    { over: -1, tier: 'consent', quorum: 1, needRole: null },
    { over: 1_000_00, tier: 'person', quorum: 1, needRole: null },
    { over: 50_000_00, tier: 'person', quorum: 2, needRole: 'finance' },
  ],
  requester: { cap: 3_000_00, spent: 0 },
  server: { cap: 20_000_00, spent: 0 },
};

test.each([
  ['1,000.00', 1_000_00, { tier: 'consent', quorum: 1, needRole: null, why: 'rule' }],
  ['1,000.01', 1_000_01, { tier: 'person', quorum: 1, needRole: null, why: 'rule' }],
  ['50,000.00', 50_000_00, { tier: 'person', quorum: 1, needRole: null, why: 'rule' }],
  ['50,000.01', 50_000_01, { tier: 'person', quorum: 2, needRole: 'finance', why: 'rule' }],
  ['nothing', 0, { tier: 'consent', quorum: 1, needRole: null, why: 'rule' }],
  ['no amount', null, { tier: 'consent', quorum: 1, needRole: null, why: 'rule' }],
  ['less than nothing', -1, 'no_policy'],
])('by the seeded policy %s needs %#', async (_, amount, verdict) => {
  await publish(SEEDED);
  expect(await asked(amount)).toEqual(verdict);
});

test('refuses another currency than the rule’s, an amount without a currency, and a currency without an amount', async () => {
  await publish(SEEDED);
  expect(await asked(5_00, 'USD')).toBe('currency');
  const required = 'select refusal from policy.required($1, $2, $3, $4::bigint, null, $5)';
  const direct = (currency: string | null, amount: number | null): Promise<unknown> =>
    inventory.read(acme, (tx) =>
      tx.query({ name: '', text: required }, ['inventory', 'create_reorder', currency, amount, 'mara']),
    );
  expect(await direct(null, 500_000)).toEqual([{ refusal: 'currency' }]);
  expect(await direct('EUR', null)).toEqual([{ refusal: 'currency' }]);
  expect(await direct('EUR', 500_000)).toEqual([{ refusal: null }]);
});

test('without a live policy, without a rule for the tool or the server, nothing is allowed', async () => {
  await publish(SEEDED);
  const of = (server: string, tool: string): Promise<unknown> =>
    inventory.read(acme, (tx) => requiredFor(tx, { server, tool, amount: null, units: null, requester: 'mara' }));
  expect(await of('inventory', 'create_reorder')).toMatchObject({ ok: true });
  expect(await of('inventory', 'adjust_stock')).toEqual({ ok: false, refusal: 'no_policy' });
  expect(await of('payments', 'create_reorder')).toEqual({ ok: false, refusal: 'no_policy' });
  await database.admin('delete from policy.live where tenant_id = $1', [acme]);
  expect(await of('inventory', 'create_reorder')).toEqual({ ok: false, refusal: 'no_policy' });
  await database.admin('insert into policy.live values ($1, $2)', [acme, version]);
});

test('a rule’s hash is of its content: the same in another version, another with any part changed', async () => {
  const hash = async (): Promise<string> => {
    const answer = await inventory.read(acme, (tx) =>
      requiredFor(tx, { server: 'inventory', tool: 'create_reorder', amount: null, units: null, requester: 'mara' }),
    );
    return answer.ok ? answer.value.rule : answer.refusal;
  };
  await publish(SEEDED);
  const first = await hash();
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  await publish(SEEDED);
  expect(await hash()).toBe(first);
  await publish({ ...SEEDED, bands: [{ over: -1, tier: 'person', quorum: 1, needRole: null }] });
  expect(await hash()).not.toBe(first);
});

test('a published policy is never edited: not its versions, not its rules', async () => {
  for (const text of [
    "update policy.rule set tier = 'consent'",
    'delete from policy.rule',
    "update policy.version set note = ''",
    'truncate policy.rule',
  ]) {
    await expect(database.admin(text)).rejects.toThrow('never edited');
  }
});
