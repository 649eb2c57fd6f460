import type { Login } from '@supercargo/cluster';
import { TenantId } from '@supercargo/kernel';
import type { Statement, TenantDoor, TenantTx } from '@supercargo/tenancy';
import type { TestDatabase } from '../test-database.ts';

/** A node of a plan, as `explain` writes it in JSON. */
export type PlanNode = Readonly<Record<string, unknown>>;

/** The node and every node below it. */
export function nodesOf(plan: PlanNode): readonly PlanNode[] {
  return [plan, ...((plan['Plans'] ?? []) as readonly PlanNode[]).flatMap(nodesOf)];
}

/** Every statement that this work sends through the door, once each, by name. */
export async function statementsOf(
  door: TenantDoor,
  work: (tx: TenantTx) => Promise<unknown>,
  how: 'read' | 'write' = 'read',
): Promise<readonly Statement[]> {
  const sent = new Map<string, Statement>();
  await door[how](TenantId.parse('acme'), async (tx) => {
    const query: TenantTx['query'] = (statement, parameters) => {
      sent.set(statement.name, statement);
      return tx.query(statement, parameters);
    };
    await work({ ...tx, query });
  });
  return [...sent.values()];
}

export interface Explained {
  /** Settings of the planner, each `name = value`. Left out: no table is read whole where there is another way. */
  readonly settings?: readonly string[];
  /** Of `explain`. Left out: the plan for whatever the parameters are. */
  readonly option?: 'generic_plan' | 'analyze';
}

/** What PostgreSQL would do for a statement of this login, for a tenant of many. */
export type Planner = (text: string, how?: Explained) => Promise<PlanNode>;

/** A planner on a connection of its own. One statement at a time. */
export async function plannerOf(database: TestDatabase, login: Login): Promise<Planner> {
  const session = await database.adminClient();
  return async (text, { settings = ['enable_seqscan = off'], option = 'generic_plan' } = {}) => {
    await session.query(['begin', ...settings.map((setting) => `set local ${setting}`)].join('; '));
    try {
      await session.query(`set local role ${login}; set local app.tenant = 'acme'`);
      const { rows } = await session.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>(
        `explain (${option}, format json) ${text}`,
      );
      return rows[0]?.['QUERY PLAN'][0]?.Plan ?? {};
    } finally {
      await session.query('rollback');
    }
  };
}
