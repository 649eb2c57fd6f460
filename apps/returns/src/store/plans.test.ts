import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenantId } from '@supercargo/kernel';
import type { Statement, TenantTx } from '@supercargo/tenancy';
import { testDatabase } from '@supercargo/testing';
import { expect, test } from 'vitest';
import { carrierIds, isCustomer, readCarrier } from './partners.ts';
import { readPolicy } from './policy-rules.ts';
import { readReturns } from './return-list.ts';
import { readReturn, readReturnOfLabel, readStanding } from './returns.ts';

const database = await testDatabase();
const id = '00000000-0000-4000-8000-000000000000';
const filter = { states: ['requested'], customerId: null, reason: null, before: null, over: null } as const;

/** Every statement that these reads send. */
async function statements(): Promise<readonly Statement[]> {
  const sent = new Map<string, Statement>();
  await database.door('supercargo_returns').read(TenantId.parse('acme'), async (tx) => {
    const heard: TenantTx = {
      ...tx,
      query: (statement, parameters) => {
        sent.set(statement.name, statement);
        return tx.query(statement, parameters);
      },
    };
    await Promise.all([
      readReturn(heard, 'x'),
      readReturnOfLabel(heard, id),
      readStanding(heard, 'x'),
      readReturns(heard, filter, { after: null, limit: 1 }),
      readPolicy(heard, 1),
      isCustomer(heard, 'x'),
      readCarrier(heard, 'x'),
      carrierIds(heard),
    ]);
  });
  return [...sent.values()];
}

type Node = Readonly<Record<string, unknown>>;

function nodesOf(plan: Node): readonly Node[] {
  return [plan, ...((plan['Plans'] ?? []) as readonly Node[]).flatMap(nodesOf)];
}

const sent = await statements();

test('every statement of the store is among these', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const written = files.flatMap((file) =>
    [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/name: '(returns_\w+)'/g)].map(
      ([, name]) => name,
    ),
  );
  expect(written.length).toBeGreaterThan(7);
  expect(sent.map(({ name }) => name).sort()).toEqual(written.sort());
});

// Where a table could be read only whole, the planner has to do so though it is told not to: then the statement names no tenant. What a
// function reads is looked at where its own statement is.
test.each(
  sent.filter(({ name }) => name !== 'returns_standing').map((statement) => [statement.name, statement] as const),
)('%s reads each table from its tenant’s range of an index', async (_name, { text }) => {
  const client = await database.adminClient();
  await client.query(
    "begin; set local role supercargo_returns; set local enable_seqscan = off; set local app.tenant = 'acme'",
  );
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: Node }[] }>(
    `explain (generic_plan, format json) ${text}`,
  );
  await client.end();
  const reads = nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan ?? {}).filter((node) => node['Relation Name'] !== undefined);
  expect(reads.length).toBeGreaterThan(0);
  for (const node of reads) {
    const from = String(node['Index Cond'] ?? node['Recheck Cond'] ?? node['Node Type']);
    expect(from, String(node['Relation Name'])).toMatch(/tenant_id = (app\.tenant\(\)|\w+\.tenant_id)/);
  }
});
